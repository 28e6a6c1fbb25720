"""A check of the portfolio: the same answers as one by one, and no entry asked again for nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import CheckRun, Finding, PortfolioCheck
from governance.services import portfolio
from governance.services.checks import complete_checks, complete_waiting, queue_checks
from governance.services.engine import Checker
from governance.services.portfolio import Portfolio, check_portfolio
from governance.services.rule_sets import packs_in_force
from policies.record import KINDS
from registry import clock
from registry.models import Entry
from registry.services.entries import save_manifests
from registry.services.organisation import define_kpi, set_organisation
from tests.manifests import random_manifests
from tests.personas import change_entry, make_entry, make_team, make_waiver
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = pytest.mark.django_db


def rules(settings, tmp_path, *said, **more):
    (tmp_path / "own.yaml").write_text(pack_text(*said, **more))
    settings.MUSTER_PACKS = [str(tmp_path / "own.yaml")]


def asking(kind, that):
    return rule_of(applies_to=[kind], require=[check_of(that)])


def register_by_chance(number: int) -> None:
    make_team("t")
    define_kpi("k", "KPI", by=None)
    save_manifests(random_manifests(3, number, {"team": ["t"], "kpi": ["k"]}), by=None)
    CheckRun.objects.all().delete()


def asked(**later):
    with clock.at(clock.now() + timedelta(**later)):
        return check_portfolio().evaluated


def test_reports_are_those_of_single_checks():
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])
    register_by_chance(60)
    assert check_portfolio().evaluated == 60

    checker = Checker()
    for run in CheckRun.objects.current().select_related("entry").prefetch_related("findings"):
        report = checker.check_manifest(run.entry.document)
        assert (run.report_digest, run.verdict, run.counts) == (report.digest, report.verdict, report.counts)
        kept = [(one.rule_id, one.check_id, one.message) for one in run.findings.all()]
        assert kept == [(one.rule_id, one.check_id, one.message) for one in report.findings]
    assert CheckRun.objects.current().count() == 60


def test_what_a_single_check_kept_is_not_asked_again():
    register_by_chance(12)
    complete_checks([run.pk for run in queue_checks(Entry.objects.all(), trigger="api")])

    assert check_portfolio().evaluated == 0
    assert CheckRun.objects.count() == 12


def test_a_second_pass_on_the_same_day_reads_no_manifest(one_rule):
    register_by_chance(8)
    check_portfolio()

    with CaptureQueriesContext(connection) as captured:
        again = check_portfolio()
    assert (again.entries, again.evaluated) == (8, 0)
    assert not [query for query in captured if '"document"' in query["sql"]]


def test_an_entry_whose_check_is_gone_is_asked_though_nothing_changed(one_rule):
    register_by_chance(8)
    check_portfolio()
    CheckRun.objects.filter(entry__kind="tool").delete()

    assert check_portfolio().evaluated == Entry.objects.filter(kind="tool").count()


def test_only_what_changed_and_what_takes_it_in_is_asked_again(one_rule):
    source = make_entry("data_source", description="Orders")
    make_entry(description="AI", data_links=[{"data_source": source.key}])
    make_entry(description="AI", data_links=[])
    check_portfolio()
    change_entry(source, description="Orders and returns")
    CheckRun.objects.waiting().delete()

    assert check_portfolio().evaluated == 2
    assert CheckRun.objects.current().get(entry=source).revision == 2


def test_what_others_say_has_an_entry_asked_again_where_a_rule_reads_it(settings, tmp_path):
    fact = {"others": {"kind": "peers", "of": "tool", "same": ["tool_category"]}}
    rule = asking("tool", {"facts.others.size": {"lte": 0}})
    rules(settings, tmp_path, rule, facts=fact)
    first, other = (make_entry("tool", tool_category=category) for category in ("crm", "cdp"))
    check_portfolio()
    CheckRun.objects.exclude(entry=first).delete()
    change_entry(other, tool_category="crm")
    CheckRun.objects.waiting().delete()

    assert check_portfolio().evaluated == 2
    assert CheckRun.objects.current().get(entry=first).verdict == "fail"


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
        report = checker.check_manifest(run.entry.document)
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
    complete_waiting()

    assert asked(days=1) == 1


def test_other_rules_have_everything_asked_again(one_rule, settings, tmp_path):
    register_by_chance(6)
    check_portfolio()
    check = check_of({"description": {"min_length": 5}})
    rules(settings, tmp_path, rule_of(applies_to=list(KINDS), require=[check]))

    assert check_portfolio().evaluated == 6


def test_a_check_that_somebody_made_in_the_meantime_stands(one_rule):
    entry = make_entry(description="AI")
    CheckRun.objects.all().delete()
    whole = Portfolio(packs_in_force(), clock.today())
    (saved,) = next(whole.register.chunks())
    late = whole.result(saved, None)
    complete_checks([run.pk for run in queue_checks([entry], trigger="api")])

    portfolio._keep([late])
    assert CheckRun.objects.get().trigger == "api"


def test_what_was_found_of_an_older_revision_is_not_kept(one_rule):
    entry = make_entry(description="AI")
    CheckRun.objects.all().delete()
    whole = Portfolio(packs_in_force(), clock.today())
    (saved,) = next(whole.register.chunks())
    late = whole.result(saved, None)
    change_entry(entry, description="Calls customers who are about to leave.")

    portfolio._keep([late])
    assert not CheckRun.objects.current().exists()
    assert not Finding.objects.exists()


def test_a_pass_that_was_interrupted_goes_on_where_it_was(one_rule, monkeypatch):
    register_by_chance(10)
    monkeypatch.setattr(portfolio, "WRITTEN_AT_ONCE", 2)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("registry.streaming.CHUNK", 4)
    with pytest.raises(KeyboardInterrupt):
        check_portfolio(progress=stop)
    assert CheckRun.objects.current().count() == 4
    assert not PortfolioCheck.objects.exists()
    assert check_portfolio().evaluated == 6
