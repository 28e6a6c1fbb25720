"""Background work in the web process: a worker thread, a queue in memory, and the schedule."""

import time

import pytest
from celery.schedules import crontab

from governance import tasks
from governance.config.background import Background
from governance.config.celery import MEMORY, app
from governance.models import CheckRun, CheckStatus, Trigger
from governance.services.checks import queue_checks
from tests.personas import make_entry

LONGEST_WAIT = 60


@pytest.fixture
def background(monkeypatch):
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    running = Background()
    running.start()
    assert running.wait_until_ready(LONGEST_WAIT)
    yield running
    running.stop()


@pytest.mark.django_db(transaction=True)
def test_a_task_runs_in_a_thread_of_this_process_and_the_thread_stops(one_rule, background):
    assert app.conf.broker_url == MEMORY
    run = queue_checks([make_entry()], trigger=Trigger.API)[0]
    tasks.run_checks.delay([run.pk])

    end = time.monotonic() + LONGEST_WAIT
    while CheckRun.objects.get(pk=run.pk).status != CheckStatus.DONE:
        assert time.monotonic() < end, "the worker did not take the task"
        time.sleep(0.05)

    background.stop()
    assert not background._thread.is_alive()


def test_everything_on_the_schedule_is_a_task():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert isinstance(entry["schedule"], crontab | float)


def has_schedule(background):
    return background._schedule.is_alive()


@pytest.mark.django_db(transaction=True)
def test_of_several_processes_one_has_the_schedule_and_the_next_takes_it_up(background):
    wait_for(lambda: has_schedule(background))
    second = Background()
    second.start()
    assert second.wait_until_ready(LONGEST_WAIT)
    assert not has_schedule(second)

    background.stop()
    wait_for(lambda: has_schedule(second))
    second.stop()


def wait_for(what):
    end = time.monotonic() + LONGEST_WAIT
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)
