"""The whole site from one command: gunicorn with one worker, for one machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from gunicorn.app.base import BaseApplication

from governance.config.wsgi import application


class Site(BaseApplication):
    """Gunicorn with its settings given here, so that neither its files nor its arguments are read."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.address)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("loglevel", "warning")

    def load(self) -> Any:
        return application


class Command(BaseCommand):
    help = "Serve the site at ADDRESS (127.0.0.1:8000)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")

    def handle(self, *, address: str, **_: Any) -> None:
        connections.close_all()  # the worker is a fork, and a connection serves one process
        Site(address).run()
