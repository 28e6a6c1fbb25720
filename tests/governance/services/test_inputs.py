"""Which checks still hold on another day, and which are made again."""

from datetime import timedelta

import pytest

from governance.models import CheckRun
from governance.services.engine import Checker
from governance.services.portfolio import check_portfolio
from registry import clock
from tests.personas import make_entry, make_waiver
from tests.portfolio import asked, asking, register_by_chance, rules

pytestmark = pytest.mark.django_db


def test_on_another_day_a_check_is_confirmed_where_no_rule_reads_the_day(one_rule):
    entry = make_entry(description="AI")
    check_portfolio()
    first = entry.checks.get(is_current=True)

    assert asked(days=1) == 0
    run = entry.checks.get(is_current=True)
    assert run.pk == first.pk
    assert run.confirmed_on == first.as_of + timedelta(days=1)


def dated(settings, tmp_path):
    """A rule that reads the day: what it expects is worded with it."""
    that = {"refreshed_on": {"after": {"ago": "P30D"}}}
    rules(settings, tmp_path, asking("consent_scope", that))


def test_on_another_day_rules_that_read_it_are_asked_but_nothing_is_kept_twice(settings, tmp_path):
    dated(settings, tmp_path)
    for days in (90, 10):
        make_entry("consent_scope", refreshed_on=(clock.today() - timedelta(days=days)).isoformat())
    check_portfolio()

    assert asked(days=1) == 0
    assert {run.verdict for run in CheckRun.objects.current()} == {"pass", "fail"}
    assert all(run.confirmed_on > run.as_of for run in CheckRun.objects.current())


def test_a_rule_that_comes_into_force_has_what_it_is_about_asked_again(settings, tmp_path):
    starts = (clock.today() + timedelta(days=5)).isoformat()
    rule = asking("tool", {"description": {"min_length": 9}}) | {"effective_from": starts}
    rules(settings, tmp_path, rule)
    entry = make_entry("tool", description="AI")
    check_portfolio()

    assert (asked(days=4), asked(days=5)) == (0, 1)
    assert entry.checks.get(is_current=True).verdict == "fail"


def test_shipped_rules_find_on_another_day_what_a_single_check_finds(later):
    register_by_chance(40)
    check_portfolio()
    later(400)

    assert 0 < check_portfolio().evaluated < 40
    checker = Checker()
    for run in CheckRun.objects.current().select_related("entry"):
        report = checker.under_check(run.entry.document).report()
        assert (run.verdict, run.counts, run.record_digest) == (
            report.verdict,
            report.counts,
            report.record_digest,
        )
        kept = run.findings.values_list("rule_id", "check_id", "outcome", "disposition", "evidence_digest")
        assert set(kept) == {
            (one.rule_id, one.check_id, one.outcome, one.disposition, one.evidence_digest)
            for one in report.findings
        }


def test_the_day_on_which_an_answer_turns_is_not_missed(settings, tmp_path):
    dated(settings, tmp_path)
    entry = make_entry("consent_scope", refreshed_on=(clock.today() - timedelta(days=10)).isoformat())
    check_portfolio()

    assert (asked(days=19), asked(days=21)) == (0, 1)
    assert entry.checks.get(is_current=True).verdict == "fail"


def test_what_rests_on_a_waiver_is_asked_again_each_day(one_rule, privacy_officer):
    entry = make_entry(description="AI")
    check_portfolio()
    make_waiver(entry, approver=privacy_officer)
    check_portfolio()

    assert asked(days=1) == 1


def test_a_rule_that_finds_the_same_of_more_things_on_another_day_is_asked_again(settings, tmp_path):
    """It comes to the same; where it does is another matter."""
    fresh = {"data_source.quality_checked_on": {"after": {"ago": "P30D"}}}
    old = {"every": {"in": "data_links", "satisfies": fresh}}
    rules(settings, tmp_path, asking("use_case", old))
    days = [(clock.today() - timedelta(days=days)).isoformat() for days in (90, 20)]
    sources = [make_entry("data_source", quality_checked_on=day) for day in days]
    entry = make_entry(data_links=[{"data_source": one.key} for one in sources])
    check_portfolio()

    assert (asked(days=5), asked(days=15)) == (0, 1)
    [finding] = entry.checks.get(is_current=True).findings.all()
    assert len(finding.pointers) == 2


def test_rules_that_come_back_on_another_day_are_asked_though_others_confirmed_the_check(settings, tmp_path):
    """What confirmed it did not have the rule that reads the day."""

    def rule(name, kind, that, **said):
        return asking(kind, that) | {"id": name, **said}

    dated = rule("TST-001", "consent_scope", {"refreshed_on": {"after": {"ago": "P30D"}}})
    always = rule("TST-001", "consent_scope", {"refreshed_on": {"after": "2000-01-01"}})
    quiet = rule("TST-002", "consent_scope", {"description": {"min_length": 2}})
    strict = rule("TST-002", "consent_scope", {"description": {"min_length": 999}}, severity="low")
    refreshed = (clock.today() - timedelta(days=25)).isoformat()
    entry = make_entry("consent_scope", description="Calls", refreshed_on=refreshed)
    verdicts = []
    for name, days, *said in (
        ("a", 0, dated, quiet),
        ("b", 10, always, quiet),
        ("c", 10, dated, strict),
        ("a", 10, dated, quiet),
    ):
        (tmp_path / name).mkdir(exist_ok=True)
        rules(settings, tmp_path / name, *said)
        asked(days=days)
        run = entry.checks.get(is_current=True)
        with clock.at(clock.now() + timedelta(days=days)):
            report = Checker().under_check(entry.document).report()
        assert (run.verdict, run.counts) == (report.verdict, report.counts)
        verdicts.append(run.verdict)
    assert verdicts == ["pass", "pass", "fail", "fail"]
