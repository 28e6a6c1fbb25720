"""Say whose tier or deadline an amendment of the AI Act moves."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.reports.law import entries_moved_between
from policies.law.changes import milestones_moved
from policies.reporters.law import moved_text


class Command(BaseCommand):
    help = "Compare the law of two days, and list the use cases whose tier or deadline moves between them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--to", dest="end", type=date.fromisoformat, required=True, metavar="DATE")

    def handle(self, *, start: date, end: date, **_: Any) -> None:
        if end < start:
            raise CommandError("`--to` comes before `--from`: name the earlier day first.")
        moves = [one.move for one in entries_moved_between(None, start, end)]
        self.stdout.write(moved_text(start, end, milestones_moved(start, end), moves), ending="")
