"""Check everything that is registered, and say what came out."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.models import CheckRun, CheckVerdict, Finding
from governance.services.portfolio import check_portfolio
from governance.services.rule_sets import usable_packs
from registry.models import Entry, Kind

WIDTH = 30


class Command(BaseCommand):
    help = "Check everything that is registered against the packs in force, and say what came out."

    def handle(self, **_: Any) -> None:
        total = Entry.objects.count()
        done = check_portfolio(progress=lambda number: self._show(number, total))
        if done.finished_at is None:
            if usable_packs() is None:
                raise CommandError("Nothing was checked: this release can't use the rules in force.")
            self.stdout.write("Another check of everything is running. This one is done after it.")
            return
        self.stdout.write(f"{done.entries} checked, {done.evaluated} of them asked again.")
        for line in (*_verdicts(), *_frequent()):
            self.stdout.write(line)

    def _show(self, done: int, total: int) -> None:
        """A bar on a terminal, and nothing in a log but its end."""
        if self.stderr.isatty() or done >= total:
            bar = "#" * (WIDTH * done // max(total, 1))
            start, end = ("\r", "\n" if done >= total else "") if self.stderr.isatty() else ("", "\n")
            self.stderr.write(f"{start}[{bar:{WIDTH}}] {done}/{total}", ending=end)
            self.stderr.flush()


def _verdicts() -> Iterator[str]:
    counted = CheckRun.objects.current().verdicts_by_kind()
    if not counted:
        return
    yield ""
    yield f"{'':16}" + "".join(f"{verdict.label:>22}" for verdict in CheckVerdict)
    for kind in Kind:
        if kind in counted:
            yield f"{kind.label:16}" + "".join(
                f"{counted[kind].get(verdict, 0):>22}" for verdict in CheckVerdict
            )


def _frequent() -> Iterator[str]:
    rows = list(Finding.objects.filter(run__in=CheckRun.objects.current()).most_frequent())
    if rows:
        yield ""
        yield "Most frequent findings"
    for row in rows:
        found = (
            "fails"
            if row["outcome"] == "fail"
            else "not enough said"
            if row["outcome"] == "unknown"
            else "error"
        )
        yield f"{row['entries']:>6}  {row['rule_id']:9} {row['severity']:8} {found:16} {row['title']}"
