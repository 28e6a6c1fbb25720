"""Verdicts come first; findings are put into words afterwards, or when somebody wants to read them."""

from datetime import timedelta

import pytest

from governance.models import CheckRun, CheckStatus, Finding, PortfolioCheck, Reading
from governance.services import portfolio, wording
from governance.services.engine import Checker
from governance.services.passes import run_pass
from governance.services.portfolio import check_portfolio, queue_pass
from governance.services.waivable import waivable
from governance.services.wording import unworded, word_checks, worded_check
from policies.record import KINDS
from registry import clock
from registry.models import Entry
from tests.personas import change_entry, make_entry, make_waiver
from tests.policies.writing import check_of, rule_of
from tests.portfolio import asking, register_by_chance, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def verdicts_only(monkeypatch):
    """A pass stops once it has the verdicts, as one whose worker was then stopped."""
    monkeypatch.setattr(portfolio, "word_checks", lambda **_: None)
    return check_portfolio


def test_verdict_and_counts_are_there_before_the_words_and_are_those_of_the_report(verdicts_only):
    register_by_chance(30)
    verdicts_only()
    assert unworded().count() == 30
    assert not Finding.objects.exists()

    checker = Checker()
    for run in CheckRun.objects.current().select_related("entry"):
        report = checker.under_check(run.entry.document).report()
        said = (run.verdict, run.counts, run.record_digest, run.report_digest)
        assert said == (report.verdict, report.counts, "", "")


def test_words_that_come_later_are_those_of_the_report(verdicts_only):
    register_by_chance(30)
    verdicts_only()
    word_checks()

    assert not unworded().exists()
    checker = Checker()
    for run in CheckRun.objects.current().select_related("entry").prefetch_related("findings"):
        report = checker.under_check(run.entry.document).report()
        assert run.report_digest == report.digest
        assert [one.message for one in run.findings.all()] == [one.message for one in report.findings]


def test_whoever_reads_an_entry_gets_the_words_at_once(verdicts_only):
    rules_apart = make_entry("tool", description="AI")
    make_entry("tool", description="AI")
    CheckRun.objects.all().delete()
    verdicts_only()

    run = worded_check(rules_apart)
    assert run.is_worded
    assert run.findings.exists()
    assert unworded().count() == 1


def test_what_waits_for_words_can_be_waived_once_it_is_asked_for(verdicts_only, settings, tmp_path):
    rules(settings, tmp_path, asking("tool", {"description": {"min_length": 9}}))
    entry = make_entry("tool", description="AI")
    CheckRun.objects.all().delete()
    verdicts_only()
    assert len(waivable(entry)) == 1


def test_an_entry_that_is_read_otherwise_by_now_is_checked_anew(verdicts_only):
    entry = make_entry("tool", description="AI")
    CheckRun.objects.all().delete()
    verdicts_only()
    old = entry.checks.get()
    Reading.objects.filter(entry=entry).update(digest="0" * 64)

    run = worded_check(entry)
    assert run.is_worded
    assert run.pk != old.pk
    assert CheckRun.objects.filter(entry=entry, is_current=True).count() == 1


def test_an_entry_without_a_check_has_no_words():
    entry = make_entry("tool")
    CheckRun.objects.all().delete()
    assert worded_check(entry) is None
    assert not CheckRun.objects.exists()


def test_two_workers_write_the_words_once(verdicts_only, monkeypatch):
    make_entry("tool", description="AI")
    CheckRun.objects.all().delete()
    verdicts_only()
    first = wording._worded

    def overtaken(day, runs):
        monkeypatch.setattr(wording, "_worded", first)
        word_checks()
        return first(day, runs)

    monkeypatch.setattr(wording, "_worded", overtaken)
    word_checks()
    positions = list(Finding.objects.values_list("run", "position"))
    assert len(positions) == len(set(positions)) > 0


def test_a_pass_that_waits_goes_before_words(verdicts_only):
    register_by_chance(3)
    verdicts_only()
    queue_pass()
    word_checks(until=PortfolioCheck.objects.waiting().exists)
    assert unworded().count() == 3


def test_words_left_behind_are_picked_up(verdicts_only, monkeypatch):
    register_by_chance(3)
    verdicts_only()
    monkeypatch.undo()
    portfolio.complete_left_behind()
    assert not unworded().exists()


def test_other_rules_are_asked_without_making_facts_anew(one_rule, settings, tmp_path, monkeypatch):
    register_by_chance(6)
    check_portfolio()
    check = check_of({"description": {"min_length": 1_000}})
    rules(settings, tmp_path, rule_of(applies_to=list(KINDS), require=[check]))
    monkeypatch.setattr("governance.services.readings.Portfolio._facts", None)

    done = check_portfolio()
    assert (done.evaluated, done.errored) == (6, 0)


def test_a_pass_interrupted_while_it_reads_reads_everything_again(one_rule, settings, monkeypatch):
    register_by_chance(6)
    check_portfolio()
    entry = Entry.objects.order_by("pk").first()
    change_entry(entry, description="Another text of some length")
    CheckRun.objects.waiting().delete()
    taken = queue_pass()
    monkeypatch.setattr("governance.services.passes.keep_readings", lambda made: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_pass(taken, lambda done: None)
    monkeypatch.undo()

    assert not PortfolioCheck.objects.exclude(readings_digest="").exists()
    assert check_portfolio().evaluated == 1
    assert Reading.objects.get(entry=entry).revision == 2


def test_what_rests_on_a_waiver_is_worded_at_once(verdicts_only, settings, tmp_path):
    rules(settings, tmp_path, asking("use_case", {"description": {"min_length": 9}}))
    entry = make_entry(description="AI")
    check_portfolio()
    worded_check(entry)
    make_waiver(entry)
    check_portfolio()
    run = entry.checks.get(is_current=True)
    assert run.is_worded
    assert run.status == CheckStatus.DONE


def test_words_on_another_day_are_those_of_the_day_of_the_verdict(verdicts_only, settings, tmp_path):
    rules(settings, tmp_path, asking("consent_scope", {"refreshed_on": {"after": {"ago": "P30D"}}}))
    make_entry("consent_scope", refreshed_on=(clock.today() - timedelta(days=90)).isoformat())
    CheckRun.objects.all().delete()
    verdicts_only()
    run = CheckRun.objects.get()
    expected = Checker().under_check(run.entry.document).report()
    with clock.at(clock.now() + timedelta(days=3)):
        word_checks()
    run.refresh_from_db()
    assert run.report_digest == expected.digest


def test_a_check_that_was_made_for_a_reader_keeps_a_pass_from_standing(verdicts_only):
    """It may have read something else that is now as it was."""
    entry = make_entry("tool", description="AI")
    check_portfolio()
    Reading.objects.filter(entry=entry).update(digest="0" * 64)
    CheckRun.objects.filter(entry=entry, is_current=True).update(is_worded=False, inputs_digest="1" * 64)
    worded_check(entry)
    CheckRun.objects.filter(entry=entry, is_current=True).update(inputs_digest="2" * 64)

    assert check_portfolio().evaluated == 1
