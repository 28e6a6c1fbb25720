"""A check of the portfolio: the same answers as one by one, and no entry asked again for nothing."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import CheckRun, CheckStatus, PortfolioCheck, Reading
from governance.models.readings import unpacked
from governance.services.checks import complete_checks, queue_checks
from governance.services.engine import Checker
from governance.services.portfolio import check_portfolio
from governance.services.readings import Portfolio
from governance.services.rule_sets import packs_in_force
from policies.record import KINDS
from registry import clock, streaming
from registry.models import Entry, OverlapPass
from registry.services.aliases import teach_alias
from registry.services.organisation import describe_vendor, set_organisation
from tests.personas import change_entry, make_entry
from tests.policies.writing import check_of, rule_of
from tests.portfolio import asked, asking, register_by_chance, rules

pytestmark = pytest.mark.django_db


def test_reports_are_those_of_single_checks():
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])
    register_by_chance(60)
    assert check_portfolio().evaluated == 60

    checker = Checker()
    for run in CheckRun.objects.current().select_related("entry").prefetch_related("findings"):
        report = checker.under_check(run.entry.document).report()
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


def test_what_other_rules_have_nothing_to_say_of_is_confirmed_and_the_rest_asked_again(
    one_rule, settings, tmp_path
):
    quiet, loud = (make_entry("tool", description=said) for said in ("Calls customers who leave.", "AI"))
    check_portfolio()
    was = set(CheckRun.objects.current().values_list("packs_digest", flat=True))
    rules(settings, tmp_path, asking("tool", {"description": {"min_length": 5}}))

    assert check_portfolio().evaluated == 1
    stands = quiet.checks.get(is_current=True)
    assert {stands.packs_digest} == was != {stands.confirmed_packs} == {packs_in_force().digest}
    assert loud.checks.get(is_current=True).packs_digest == packs_in_force().digest
    assert check_portfolio().evaluated == 0


def test_a_pass_that_was_interrupted_goes_on_where_it_was(one_rule, monkeypatch):
    register_by_chance(10)
    monkeypatch.setattr(streaming, "CHUNK", 4)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_portfolio(progress=stop)
    assert CheckRun.objects.current().count() == 4
    assert PortfolioCheck.objects.get().status == CheckStatus.QUEUED
    assert check_portfolio().evaluated == 6


def test_rules_of_the_meantime_have_the_pass_begun_again(one_rule, settings, tmp_path, monkeypatch):
    register_by_chance(10)
    monkeypatch.setattr(streaming, "CHUNK", 4)
    check = check_of({"description": {"min_length": 1_000}})

    def change(done: int) -> None:
        rules(settings, tmp_path, rule_of(applies_to=list(KINDS), require=[check]))

    done = check_portfolio(progress=change)
    assert (done.entries, done.evaluated) == (10, 10)
    digests = set(CheckRun.objects.current().values_list("packs_digest", flat=True))
    assert digests == {packs_in_force().digest}


def test_what_cant_be_checked_is_written_once_until_something_changes(one_rule):
    entry = make_entry("tool", description="AI")
    entry.revisions.update(document=entry.document | {"tags": [2**60]})  # no JSON number of RFC 8785
    CheckRun.objects.all().delete()
    first, again = check_portfolio(), check_portfolio()

    assert (first.errored, first.evaluated, again.errored, again.evaluated) == (1, 1, 1, 0)
    assert asked(days=1) == 0
    assert entry.checks.count() == 1
    entry.revisions.update(document=entry.document | {"tags": [2**61]})
    PortfolioCheck.objects.update(readings_digest="")  # no service changes a revision
    assert check_portfolio().evaluated == 1


def test_what_was_checked_while_something_was_otherwise_is_asked_again_though_all_is_as_before(
    settings, tmp_path
):
    rules(settings, tmp_path, asking("tool", {"vendor.country": "DE"}))
    describe_vendor("Acme", by=None, country="DE")
    entry = make_entry("tool", vendor="Acme")
    check_portfolio()
    describe_vendor("Acme", by=None, country="US")
    complete_checks([run.pk for run in queue_checks([entry], trigger="api")])
    assert entry.checks.get(is_current=True).verdict == "fail"
    describe_vendor("Acme", by=None, country="DE")

    assert check_portfolio().evaluated == 1
    assert entry.checks.get(is_current=True).verdict == "pass"


def test_a_rule_that_holds_since_the_day_moved_on_is_counted_so(settings, tmp_path, later):
    when = {"refreshed_on": {"before": {"ago": "P30D"}}}
    rule = rule_of(applies_to=["consent_scope"], when=when, require=[check_of({"title": {"min_length": 1}})])
    rules(settings, tmp_path, rule)
    refreshed = clock.today() - timedelta(days=29)
    entry = make_entry("consent_scope", refreshed_on=refreshed.isoformat())
    check_portfolio()
    later(5)

    check_portfolio()
    assert entry.checks.get(is_current=True).counts == Checker().under_check(entry.document).report().counts


def test_a_pass_beside_a_comparison_that_still_runs_finds_what_that_will_find():
    ours = make_entry("tool", vendor="Tallis", product="Voice Insights")
    other = make_entry("tool", vendor="Other", product="Stock planner")
    check_portfolio()
    change_entry(other, vendor="Tallis", product="Voice Insights")
    OverlapPass.objects.update(is_running=True, heard_at=clock.now())
    check_portfolio()
    facts = json.loads(unpacked(Reading.objects.get(entry=ours).facts))
    assert facts["overlapping_tools"]["keys"] == [other.key]


def test_names_of_the_meantime_have_the_pass_begun_again(monkeypatch):
    ours, other = (make_entry("tool", vendor="Tallis", product=name) for name in ("Voice Insights", "Radar"))
    read, taught = Portfolio.readings, []

    def readings(whole, chunk):
        if not taught:
            taught.append(teach_alias("product", "Radar", "Voice Insights", by=None, vendor="Tallis"))
        return read(whole, chunk)

    monkeypatch.setattr(Portfolio, "readings", readings)
    done = check_portfolio()
    facts = json.loads(unpacked(Reading.objects.get(entry=ours).facts))
    assert facts["overlapping_tools"]["keys"] == [other.key]
    assert done.readings_digest == Portfolio(packs_in_force(), done.as_of).readings_digest
