"""The whole site by one command: pages, API, static files, background work and the schedule."""

import os
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from gunicorn.app.base import BaseApplication

from governance.config import background
from governance.config.celery import MEMORY, app
from governance.config.wsgi import application
from governance.services.warming import warm_up

# A check keeps one processor busy, and more than four at once only make each other wait.
_MOST_WORKERS, _THREADS = 2, 4


class Site(BaseApplication):
    """Gunicorn with its settings given here, so that neither its files nor its arguments are read."""

    def __init__(self, address: str, *, embedded: bool) -> None:
        self.address, self.embedded = address, embedded
        self.background: background.Background | None = None
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self.address,
            "workers": min(_MOST_WORKERS, os.cpu_count() or 1),
            "worker_class": "gthread",
            "threads": _THREADS,
            "keepalive": 15,
            "graceful_timeout": background.LONGEST_STOP,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application

    def _begin(self, worker: Any) -> None:
        # In the forked worker and not before: threads don't survive a fork. Each has a queue of its own.
        Thread(target=warm_up, daemon=True).start()
        if self.embedded:
            self.background = background.Background()
            self.background.start()

    def _end(self, server: Any, worker: Any) -> None:
        if self.background is not None:
            self.background.stop()


class Command(BaseCommand):
    help = "Serve the site at ADDRESS (127.0.0.1:8000) with background work in the same processes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")

    def handle(self, *, address: str, **_: Any) -> None:
        embedded = app.conf.broker_url == MEMORY
        if embedded:
            app.conf.task_always_eager = False  # in a thread of the worker, not in the request
        connections.close_all()  # the worker is a fork, and a connection serves one process
        Site(address, embedded=embedded).run()
