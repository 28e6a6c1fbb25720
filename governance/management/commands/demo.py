"""``make run``: an invented company with a year of history, checked and shown."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from governance.demo import summary
from governance.demo.build import Year
from governance.demo.content import load_content
from governance.services.portfolio import check_portfolio
from registry import clock
from registry.models import Entry, Organisation

ADDRESS = "127.0.0.1:8000"
WIDTH = 40


class Command(BaseCommand):
    help = "Set up the demonstration organisation (once), check everything, sum up, and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="stop after the summary")

    def handle(self, *, no_serve: bool, **_: Any) -> None:
        self._set_up()
        check_portfolio(progress=self._bar("Checking everything", Entry.objects.count()))
        self._print("What the checks say", summary.verdicts())
        self._print("Worst findings", summary.worst_findings())
        self._print("Rules in force", summary.rules())
        self._print("Looks like the same thing twice", summary.overlaps())
        self._print(
            "Sign in as (each link works once, within the hour)", summary.sign_in_links(f"http://{ADDRESS}")
        )
        if not no_serve:
            self._serve()

    def _set_up(self) -> None:
        content = load_content(clock.today())
        here = Organisation.objects.first()
        if here is None and not Entry.objects.exists():
            bar = self._bar("Living through a year")
            Year(content).live(progress=bar)
        elif here is None or here.legal_name != content.organisation["organisation"]["legal_name"]:
            raise CommandError("This register is in use. The demonstration only goes into an empty one.")
        else:
            self.stdout.write("The demonstration is here already; nothing was changed.")

    def _bar(self, title: str, total: int = 0) -> Callable[..., None]:
        """A bar that fills on a terminal, and one line where nobody watches."""

        def show(done: int, of: int = total) -> None:
            filled = WIDTH * done // of if of else WIDTH
            end = "\n" if done >= of else ""
            if self.stdout.isatty() or end:
                start = "\r" if self.stdout.isatty() else ""
                self.stdout.write(f"{start}{title:22} [{'#' * filled:{WIDTH}}] {done}/{of}", ending=end)
                self.stdout.flush()

        return show

    def _print(self, title: str, lines: Iterable[str]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"\n{title}"))
        for line in lines:
            self.stdout.write(f"  {line}")

    def _serve(self) -> None:
        self.stdout.write(f"\nServing on http://{ADDRESS} (Ctrl-C stops it)")
        call_command("serve", ADDRESS)
