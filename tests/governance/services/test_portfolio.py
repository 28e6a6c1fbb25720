"""Passes over everything: one runs and one waits at a time, and none is lost or done by two."""

from datetime import timedelta

import pytest

from governance.models import CheckRun, CheckStatus, PortfolioCheck, Trigger
from governance.models.checks import STALE_AFTER
from governance.services import portfolio
from governance.services.checks import MOST_AT_ONCE, queue_checks
from governance.services.passes import TakenOver, run_pass
from governance.services.portfolio import (
    check_portfolio,
    complete_left_behind,
    queue_pass,
    recheck_portfolio,
)
from registry import clock
from registry.models import Entry
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def statuses() -> list[str]:
    return list(PortfolioCheck.objects.order_by("pk").values_list("status", flat=True))


def test_a_pass_that_was_asked_for_twice_before_it_began_is_one():
    assert queue_pass() == queue_pass()
    assert check_portfolio() == PortfolioCheck.objects.get()


def test_what_is_asked_for_while_a_pass_runs_is_done_after_it():
    make_entry()
    asked = []

    check_portfolio(progress=lambda done: asked or asked.append(queue_pass()))
    assert statuses() == [CheckStatus.DONE] * 2


def test_while_another_worker_has_a_pass_nobody_begins_one():
    make_entry()
    queue_pass()
    portfolio._take()

    assert check_portfolio().finished_at is None
    assert statuses() == [CheckStatus.RUNNING, CheckStatus.QUEUED]
    assert not CheckRun.objects.current().exists()


def test_the_pass_of_a_worker_that_did_not_come_back_is_taken_over_and_it_writes_no_more():
    make_entry()
    queue_pass()
    lost = portfolio._take()

    with clock.at(clock.now() + STALE_AFTER + timedelta(seconds=1)):
        complete_left_behind()
        with pytest.raises(TakenOver):
            run_pass(lost, lambda done: None)
    assert statuses() == [CheckStatus.DONE]
    assert CheckRun.objects.get().is_current


def test_a_pass_that_is_broken_off_when_another_waits_leaves_it_to_that(one_rule):
    make_entry()

    def stop(done: int) -> None:
        queue_pass()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_portfolio(progress=stop)
    assert statuses() == [CheckStatus.ERRORED, CheckStatus.QUEUED]


def test_a_large_portfolio_is_left_to_the_clock_where_whoever_changed_the_rules_would_wait(settings):
    settings.CELERY_BROKER_URL = ""
    for _ in range(MOST_AT_ONCE + 1):
        make_entry()
    CheckRun.objects.all().delete()

    recheck_portfolio()
    assert statuses() == [CheckStatus.QUEUED]
    complete_left_behind()
    assert statuses() == [CheckStatus.DONE]
    assert CheckRun.objects.current().count() == MOST_AT_ONCE + 1


def test_many_checks_that_were_left_behind_are_done_by_one_pass(monkeypatch):
    for _ in range(3):
        make_entry()
    CheckRun.objects.all().delete()
    queue_checks(Entry.objects.all()[:2], trigger=Trigger.API)
    monkeypatch.setattr(portfolio, "MANY", 1)

    with clock.at(clock.now() + timedelta(minutes=2)):
        complete_left_behind()
    assert not CheckRun.objects.waiting().exists()
    triggers = CheckRun.objects.current().values_list("trigger", flat=True)
    assert sorted(triggers) == [Trigger.API, Trigger.API, Trigger.SCHEDULE]
    assert PortfolioCheck.objects.get().entries == 3


def test_how_far_a_pass_is_can_be_read_while_it_runs(monkeypatch):
    for _ in range(3):
        make_entry()
    monkeypatch.setattr("registry.streaming.CHUNK", 2)
    seen = []
    check_portfolio(progress=lambda done: seen.append(PortfolioCheck.objects.get()))

    assert [(one.status, one.entries, one.total) for one in seen] == [("running", 2, 3), ("running", 3, 3)]
