"""Queued checks: done once, by whoever holds them, in the order of revisions, at a cost that is known."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import CheckRun, CheckStatus, Finding, Trigger
from governance.models.checks import STALE_AFTER
from governance.services import checks
from governance.services.checks import complete_checks, queue_checks
from governance.services.portfolio import check_portfolio, complete_left_behind
from registry import clock
from registry.models import Entry
from registry.services.comparing import compare_everything
from registry.services.entries import save_manifests
from tests.personas import change_entry, make_entry, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def register_many(number: int, description: str = "AI") -> None:
    """Entries by the hundred, whose checks are left to wait."""
    team = make_team("marketing").key
    said = {"muster": 1, "kind": "tool", "owner_team": team, "description": description}
    save_manifests([said | {"key": f"tool-{i}", "title": f"Tool {i}"} for i in range(number)], by=None)


def test_saving_an_entry_has_it_checked_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry(description="AI")
        assert CheckRun.objects.get().status == CheckStatus.QUEUED

    run = entry.checks.get()
    assert (run.status, run.verdict, run.is_current, run.claim) == (CheckStatus.DONE, "fail", True, None)
    finding = run.findings.get()
    assert (finding.rule_id, finding.outcome, finding.blocks) == ("TST-001", "fail", True)
    assert finding.pointers[0]["pointer"] == "/description"


def test_a_large_batch_waits_for_the_clock(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        register_many(checks.MOST_AT_ONCE + 1)
    assert CheckRun.objects.waiting().count() == checks.MOST_AT_ONCE + 1

    complete_left_behind()
    assert CheckRun.objects.waiting().count() == checks.MOST_AT_ONCE + 1
    with clock.at(clock.now() + timedelta(minutes=2)):
        complete_left_behind()
    assert not CheckRun.objects.waiting().exists()


def test_a_portfolio_is_checked_once_each_whatever_waits_already():
    register_many(30)
    reached = []

    assert check_portfolio(progress=reached.append).entries == 30
    assert reached == [30]
    assert CheckRun.objects.count() == CheckRun.objects.current().count() == 30


def test_the_portfolio_is_checked_in_chunks(monkeypatch):
    monkeypatch.setattr("registry.streaming.CHUNK", 10)
    register_many(25)
    reached = []
    check_portfolio(progress=reached.append)
    assert reached == [10, 20, 25]
    assert CheckRun.objects.current().count() == 25


def test_a_second_delivery_finds_nothing_to_do():
    make_entry()
    pks = list(CheckRun.objects.values_list("pk", flat=True))

    assert (complete_checks(pks), complete_checks(pks)) == (1, 0)


def test_what_a_killed_worker_held_is_taken_up_and_what_it_writes_late_is_not_kept():
    make_entry(description="AI")
    run = CheckRun.objects.get()
    lost = uuid.uuid4()
    CheckRun.objects.update(status=CheckStatus.RUNNING, claim=lost, started_at=clock.now())
    assert complete_checks([run.pk]) == 0

    with clock.at(clock.now() + STALE_AFTER + timedelta(seconds=1)):
        assert complete_checks([run.pk]) == 1
    assert checks._write(lost, {run.pk: (run, None)}, checks.packs_in_force()) == 0
    run.refresh_from_db()
    assert run.status == CheckStatus.DONE


def test_the_check_of_an_older_revision_never_replaces_that_of_a_newer_one():
    entry = make_entry(description="AI")
    old = CheckRun.objects.get()
    change_entry(entry, description="Calls customers who are about to leave.")
    new = CheckRun.objects.exclude(pk=old.pk).get()
    complete_checks([new.pk])
    CheckRun.objects.filter(pk=old.pk).update(status=CheckStatus.RUNNING, claim=uuid.uuid4())
    old.refresh_from_db()
    report = checks.Checker(as_of=old.as_of).under_check(entry.revisions.get(number=1).document).report()

    assert checks._write(old.claim, {old.pk: (old, report)}, checks.packs_in_force()) == 1
    assert CheckRun.objects.current().get() == new


def test_of_two_waiting_checks_of_an_entry_the_later_stands():
    entry = make_entry()
    queue_checks([entry], trigger=Trigger.API)

    check_portfolio()
    assert CheckRun.objects.current().get() == CheckRun.objects.latest("pk")


def test_a_record_the_engine_refuses_does_not_keep_the_rest_unchecked():
    register_many(3)
    broken = Entry.objects.get(key="tool-1").revisions.get()
    broken.document = broken.document | {"tags": [2**60]}  # no JSON number of RFC 8785
    broken.save()
    CheckRun.objects.all().delete()

    assert check_portfolio().errored == 1
    errored = CheckRun.objects.get(status=CheckStatus.ERRORED)
    assert errored.entry.key == "tool-1"
    assert "canonical" in errored.error
    assert not errored.is_current
    assert CheckRun.objects.current().count() == 2


def test_a_record_the_engine_trips_over_is_an_error_of_that_check_alone(caplog):
    make_entry()
    run = CheckRun.objects.get()
    run.document, run.number = None, 1

    assert checks._evaluate(run, checks.Checker()) == (run, None)
    assert "TypeError" in run.error
    assert "failed" in caplog.text


def test_queries_do_not_grow_with_the_number_of_entries_or_findings():
    def queries(number: int, description: str) -> int:
        Finding.objects.all().delete()
        CheckRun.objects.all().delete()
        register_many(number, description)
        compare_everything()
        with CaptureQueriesContext(connection) as captured:
            check_portfolio()
        return len([query for query in captured if query["sql"].startswith("SELECT")])

    queries(3, "AI")  # rules, and what is around, are read once and for all
    few = queries(5, "AI")
    assert queries(40, "A") == few
    assert queries(41, "Sends newsletters to customers.") == few


def test_verdicts_are_counted_by_kind_and_findings_by_rule():
    register_many(3)
    make_entry("use_case", description="Calls customers who are about to leave.")
    check_portfolio()

    assert CheckRun.objects.current().verdicts_by_kind() == {"tool": {"fail": 3}, "use_case": {"pass": 1}}
    found = Finding.objects.filter(run__is_current=True).most_frequent()
    assert [(row["rule_id"], row["entries"]) for row in found] == [("TST-001", 3)]
