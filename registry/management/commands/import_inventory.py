"""``manage.py import_inventory FILE``: bring in a public register, or manifests of our own."""

import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from registry.importers.base import ImportProblem, NamedTeam, Parsed, Reject, Skip
from registry.importers.formats import AUTO, FORMATS
from registry.importers.identity import team_of
from registry.importers.parsing import parse
from registry.importers.rejects import write_rejects
from registry.models import Team, User
from registry.services.entries import StaleManifest
from registry.services.imports import ImportResult, RowsRejected, import_inventory

REJECTED, UNUSABLE = 1, 2
_STEP = 500
_NAMED = 10


class Command(BaseCommand):
    help = (
        "Register what a public AI register, or a file of manifests, says. Exit code 1: rows were rejected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=(AUTO, *FORMATS), default=AUTO)
        parser.add_argument(
            "--team", help="the team that answers for all of it (default: one per organisation)"
        )
        parser.add_argument("--partial", action="store_true", help="go on without the rows that are rejected")
        parser.add_argument("--rejects", type=Path, help="where rejected rows go (default: beside the file)")
        parser.add_argument(
            "--by", metavar="EMAIL", help="the person whose import this is (default: the system)"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        started = time.monotonic()
        try:
            parsed = self._parse(options)
            self.stderr.write(f"{parsed.format}: {parsed.row_count:,} rows read; writing")
            result = import_inventory(parsed, by=_person(options["by"]), partial=options["partial"])
        except RowsRejected as stopped:
            self.stderr.write("\n".join(_by_reason(stopped.rejects)))
            where = self._write_rejects(options, stopped.rejects)
            raise CommandError(
                f"{stopped} ({where}); --partial goes on without", returncode=REJECTED
            ) from stopped
        except (ImportProblem, PermissionDenied, StaleManifest) as problem:
            raise CommandError(str(problem), returncode=UNUSABLE) from problem
        seconds = time.monotonic() - started
        self.stdout.write("\n".join(_summary(parsed, result, seconds)))
        if result.rejects:
            where = self._write_rejects(options, result.rejects)
            raise CommandError(f"{len(result.rejects):,} row(s) were left out ({where})", returncode=REJECTED)
        return ""

    def _parse(self, options: dict[str, Any]) -> Parsed:
        def tell(count: int) -> None:
            if count % _STEP == 0:
                self.stderr.write(f"{count:,} rows read")

        return parse(options["file"], options["format"], team=_team(options["team"]), watch=tell)

    def _write_rejects(self, options: dict[str, Any], rejects: Iterable[Reject]) -> str:
        path = options["rejects"] or options["file"].with_suffix(".rejects.csv")
        try:
            write_rejects(path, rejects)
        except OSError as problem:
            return f"they could not be written to {path}: {problem.strerror}; name another with --rejects"
        return f"they are in {path}"


def _team(named: str | None) -> NamedTeam | None:
    """A team by its key or its name; one that is not there yet is made by the import."""
    if not named:
        return None
    team = Team.objects.filter(Q(key=named) | Q(name__iexact=named)).first()
    return NamedTeam(team.key, team.name) if team else team_of(named)


def _person(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"nobody with the address {email} is active here", returncode=UNUSABLE)
    return user


def _summary(parsed: Parsed, result: ImportResult, seconds: float) -> Iterator[str]:
    yield f"{parsed.format}: {parsed.row_count:,} rows"
    entries = f"{result.created:,} created, {result.updated:,} updated, {result.unchanged:,} unchanged"
    yield f"  entries   {entries}"
    yield from _by_reason(parsed.skips)
    yield from _by_reason(result.rejects)
    if result.teams:
        yield f"  teams     {result.teams:,} created"
    if result.kept:
        yield f"  kept      {result.kept:,} answers that teams have changed since the last import"
    yield f"  time      {seconds:.1f} s, {seconds * 1000 / parsed.row_count:.2f} s per 1,000 rows"


def _by_reason(left_out: Iterable[Skip | Reject]) -> Iterator[str]:
    """One line for each reason, the most common first, with the rows where they are few."""
    rows: dict[str, list[str]] = {}
    for one in left_out:
        place, reason = str(one.row.number), f"skipped   {one.reason}"
        if isinstance(one, Reject):
            reason = f"rejected  {' '.join(one.column.split())}: {one.reason}"
        elif one.earlier:
            place = f"{place} repeats {one.earlier}"
        rows.setdefault(reason, []).append(place)
    for reason, places in sorted(rows.items(), key=lambda item: -len(item[1])):
        named = f" (row {', '.join(places)})" if len(places) <= _NAMED else ""
        yield f"  {reason}: {len(places):,}{named}"
