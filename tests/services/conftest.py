"""Celery workers in processes of their own, on the test's database and a queue of this test alone."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from celery import Celery
from django.db import connection
from kombu import Connection, Queue

BROKERS = {"RabbitMQ": "amqp://guest:guest@127.0.0.1:5672//", "Redis": "redis://127.0.0.1:6379/0"}

Start = Callable[..., subprocess.Popen[bytes]]
Send = Callable[..., None]


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

    def start(**more: str) -> subprocess.Popen[bytes]:
        workers.append(subprocess.Popen([*command, *options], env=env | more))
        return workers[-1]

    yield start
    for worker in workers:
        worker.terminate()
        worker.wait(timeout=30)


@pytest.fixture
def send(broker, queue) -> Send:
    """Sends as a web process does that has this broker; the tests' own app runs tasks at once."""

    def sent(task: Any, *args: Any) -> None:
        with Celery(broker=broker, set_as_current=False) as sender:
            sender.send_task(task.name, args, queue=queue)

    return sent
