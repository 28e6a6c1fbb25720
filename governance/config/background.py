"""Background work inside the web process: what one machine needs instead of a broker and its workers.

The queue lives in memory and dies with the process. That loses nothing: what is to be done stands in the
database, and the schedule picks up what was left behind.
"""

import fcntl
import logging
from threading import Event, Thread
from typing import Any

from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController
from django.conf import settings

from governance.config.celery import app
from governance.tasks import pick_up_left_behind

LONGEST_STOP = 10  # seconds that a task in hand has to come to its end
logger = logging.getLogger(__name__)


class Background:
    """A worker for what this process queues, and the schedule, each in a thread.

    Of several processes with the same data one has the schedule. Where it ends, the next one takes it up.
    """

    def __init__(self) -> None:
        self._ready = Event()
        self._ended = Event()
        self._worker = WorkController(
            app=app,
            pool_cls="solo",
            concurrency=1,
            hostname="muster@embedded",
            loglevel=logging.WARNING,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            ready_callback=lambda _: self._ready.set(),
        )
        self._thread = Thread(target=self._worker.start, name="worker", daemon=True)
        self._schedule: Any = EmbeddedService(app, thread=True, scheduler_cls=Scheduler)

    def start(self) -> None:
        self._thread.start()
        Thread(target=self._keep_schedule, name="schedule", daemon=True).start()

    def _keep_schedule(self) -> None:
        with open(settings.DATA_DIR / "schedule.lock", "w") as mine:
            fcntl.flock(mine, fcntl.LOCK_EX)  # until whoever has it ends
            if not self._ended.is_set():
                self._schedule.start()
                pick_up_left_behind.delay()
                self._ended.wait()

    def wait_until_ready(self, timeout: float) -> bool:
        return self._ready.wait(timeout)

    def stop(self) -> None:
        """Let the task in hand come to its end; what waits in the queue is picked up at the next start."""
        self._ended.set()
        self._schedule.service.stop()
        self._worker.stop()
        self._thread.join(LONGEST_STOP)
        if self._thread.is_alive():
            logger.warning("the worker had not finished after %s s and is left to the database", LONGEST_STOP)
