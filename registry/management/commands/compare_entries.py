"""Find near duplicates among everything registered: what waits, or all of it once more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.models import OverlapPair, OverlapSignature
from registry.services.comparing import compare_everything


class Command(BaseCommand):
    help = "Compare what is registered, and has not been compared since it changed, with everything else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="compare everything once more")

    def handle(self, *, anew: bool, **_: Any) -> None:
        if anew:
            OverlapSignature.objects.update(compared_by="")
        if not compare_everything(progress=self._show):
            raise CommandError("Another comparison is running. What waits is compared by it.")
        self.stdout.write(f"{OverlapPair.objects.count()} pairs of entries look alike.")

    def _show(self, done: int, total: int) -> None:
        """Count on a terminal, and write nothing in a log but the end."""
        if self.stderr.isatty() or done >= total:
            start, end = ("\r", "\n" if done >= total else "") if self.stderr.isatty() else ("", "\n")
            self.stderr.write(f"{start}{done}/{total} compared", ending=end)
            self.stderr.flush()
