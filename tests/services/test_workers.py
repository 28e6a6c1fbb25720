"""Checks done by Celery workers in processes of their own, on PostgreSQL, over each broker."""

import time

import pytest
from django.db import connection

from governance.models import CheckRun, CheckStatus, Trigger
from governance.services.checks import queue_checks
from governance.tasks import run_checks
from tests.personas import make_entry

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
LONGEST_WAIT = 60
FINISHED = (CheckStatus.DONE, CheckStatus.ERRORED)


def wait_until_done(run: CheckRun) -> CheckRun:
    """Wait for a worker to finish ``run``, and fail after a minute."""
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        run.refresh_from_db()
        if run.status in FINISHED:
            return run
        time.sleep(0.1)
    raise AssertionError(f"no worker finished {run} within {LONGEST_WAIT} s")


def queued_check() -> CheckRun:
    return queue_checks([make_entry()], trigger=Trigger.API)[0]


def test_a_worker_process_does_a_queued_check(send, start_worker):
    assert connection.vendor == "postgresql"
    run = queued_check()
    start_worker()
    send(run_checks, [run.pk])
    done = wait_until_done(run)
    assert done.status == CheckStatus.DONE
    assert done.verdict


def test_a_second_delivery_changes_nothing(send, start_worker):
    first, later = queued_check(), queued_check()
    start_worker()
    send(run_checks, [first.pk])
    finished_at = wait_until_done(first).finished_at
    send(run_checks, [first.pk, later.pk])
    wait_until_done(later)
    first.refresh_from_db()
    assert first.finished_at == finished_at


def test_what_was_sent_while_no_worker_ran_is_done_by_the_next(send, start_worker):
    start_worker().kill()
    run = queued_check()
    send(run_checks, [run.pk])
    start_worker()
    assert wait_until_done(run).status == CheckStatus.DONE
