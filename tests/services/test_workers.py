"""Checks done by Celery workers in processes of their own, on PostgreSQL, over each broker."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from celery import Celery
from django.db import connection
from kombu import Connection, Queue

from governance.models import CheckRun, CheckStatus, Trigger
from governance.services.checks import queue_checks
from governance.tasks import run_checks
from tests.personas import make_entry

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
BROKERS = {"RabbitMQ": "amqp://guest:guest@127.0.0.1:5672//", "Redis": "redis://127.0.0.1:6379/0"}
LONGEST_WAIT = 60
FINISHED = (CheckStatus.DONE, CheckStatus.ERRORED)

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture(params=BROKERS.values(), ids=BROKERS)
def broker(request) -> str:
    return request.param


@pytest.fixture
def queue(broker) -> Iterator[str]:
    """Give a queue of this test alone, and take it away afterwards."""
    name = f"test-{uuid4()}"
    yield name
    with Connection(broker) as link:
        Queue(name, channel=link.default_channel).delete()


@pytest.fixture
def start_worker(broker, queue) -> Iterator[Start]:
    """Give a function that starts a worker on the test's database and queue; all are ended afterwards."""
    database = connection.settings_dict
    place = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    env = os.environ | {"DATABASE_URL": f"postgres://{place}", "CELERY_BROKER_URL": broker}
    command = [sys.executable, "-m", "celery", "--app", "governance.config", "worker"]
    options = ["--queues", queue, "--pool", "solo", "--loglevel", "warning", "--without-mingle"]
    workers: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        workers.append(subprocess.Popen([*command, *options], env=env))
        return workers[-1]

    yield start
    for worker in workers:
        worker.terminate()
        worker.wait(timeout=30)


def send(broker: str, queue: str, pks: list[int]) -> None:
    """Send as a web process does that has this broker; the tests' own app runs tasks at once."""
    with Celery(broker=broker, set_as_current=False) as sender:
        sender.send_task(run_checks.name, [pks], queue=queue)


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


def test_a_worker_process_does_a_queued_check(broker, queue, start_worker):
    assert connection.vendor == "postgresql"
    run = queued_check()
    start_worker()
    send(broker, queue, [run.pk])
    done = wait_until_done(run)
    assert done.status == CheckStatus.DONE
    assert done.verdict


def test_a_second_delivery_changes_nothing(broker, queue, start_worker):
    first, later = queued_check(), queued_check()
    start_worker()
    send(broker, queue, [first.pk])
    finished_at = wait_until_done(first).finished_at
    send(broker, queue, [first.pk, later.pk])
    wait_until_done(later)
    first.refresh_from_db()
    assert first.finished_at == finished_at


def test_what_was_sent_while_no_worker_ran_is_done_by_the_next(broker, queue, start_worker):
    start_worker().kill()
    run = queued_check()
    send(broker, queue, [run.pk])
    start_worker()
    assert wait_until_done(run).status == CheckStatus.DONE
