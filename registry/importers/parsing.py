"""From a file to its outcomes: read, tell duplicates, convert, identify, validate."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policies.record.manifest import validate_manifest
from registry.importers.base import (
    Candidate,
    ImportProblem,
    NamedTeam,
    NothingToRegister,
    Parsed,
    Reject,
    Row,
    RowProblem,
    Said,
    Skip,
)
from registry.importers.formats import AUTO, Format, format_of
from registry.importers.identity import Identities, entry_key, team_of
from registry.importers.manifests import document_of
from registry.importers.reading import load

Outcome = Candidate | Skip | Reject


def parse(
    source: Path | bytes,
    format: str = AUTO,
    *,
    team: NamedTeam | None = None,
    watch: Callable[[int], None] = lambda count: None,
) -> Parsed:
    """Read a register and sort every row into a candidate, a skip or a reject.

    ``team`` answers for all of it, instead of one team per organisation; ``watch`` is told the number of
    rows done. Raises ``ImportProblem``, and nothing else, for a file that cannot be used.
    """
    content = load(source)
    known = format_of(content, format)
    sorting = _Sorting(known, team)
    outcomes: list[Outcome] = []
    for row in known.rows(content):
        outcomes.append(row if isinstance(row, Reject) else sorting.outcome(row))
        watch(len(outcomes))
    if not outcomes:
        raise ImportProblem("the file has a header that is known and no rows under it")
    return Parsed(
        format=known.name,
        candidates=tuple(outcome for outcome in outcomes if isinstance(outcome, Candidate)),
        skips=tuple(outcome for outcome in outcomes if isinstance(outcome, Skip)),
        rejects=tuple(outcome for outcome in outcomes if isinstance(outcome, Reject)),
    )


@dataclass
class _Sorting:
    """What earlier rows of the file decide about the next: duplicates, ordinals, keys already taken."""

    format: Format
    team: NamedTeam | None
    rows: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    keys: dict[tuple[Any, Any], int] = field(default_factory=dict)
    identities: Identities = field(default_factory=Identities)

    def outcome(self, row: Row) -> Outcome:
        if not row.said:
            return Skip(row, "the row is empty or repeats the header")
        earlier = self.rows.setdefault(tuple(row.cells.items()), row.number)
        if earlier != row.number:
            return Skip(row, "exact duplicate of an earlier row", earlier)
        try:
            return self._candidate(row)
        except NothingToRegister as nothing:
            return Skip(row, str(nothing))
        except RowProblem as problem:
            return Reject(row, problem.column, problem.reason)

    def _candidate(self, row: Row) -> Candidate:
        _check_can_be_stored(row)
        said = self.format.convert(row) if self.format.convert else None
        candidate = self._from_manifest(row) if said is None else self._from_register(row, said)
        _check_is_valid(candidate.document, said.columns if said else {})
        self._check_key_is_free(candidate)
        return candidate

    def _from_manifest(self, row: Row) -> Candidate:
        answers = {"owner_team": self.team.key} if self.team else {}
        return Candidate(row, "", "", document_of(row) | answers, self.team)

    def _from_register(self, row: Row, said: Said) -> Candidate:
        if not said.name:
            raise RowProblem(said.columns["title"], "there is no name")
        if not said.agency and self.team is None:
            raise RowProblem(
                said.columns["owner_team"], "no organisation is named, so no team answers for it"
            )
        identity = self.identities.next(said)
        team = self.team or team_of(said.agency)
        document = {
            "muster": 1,
            "kind": "use_case",
            "key": entry_key(said, self.format.name, identity),
            "title": said.name,
            "owner_team": team.key,
            **said.fields,
        }
        return Candidate(row, self.format.name, identity, document, team)

    def _check_key_is_free(self, candidate: Candidate) -> None:
        document, number = candidate.document, candidate.row.number
        earlier = self.keys.setdefault((document["kind"], document["key"]), number)
        if earlier != number:
            raise RowProblem("key", f"row {earlier} has the same kind and key")


def _check_can_be_stored(row: Row) -> None:
    """Refuse NUL and half surrogate pairs, which JSON can spell and no database can hold."""
    for column, text in row.cells.items():
        if "\0" in text or not _is_unicode(column + text):
            raise RowProblem(column, "the text holds a character that cannot be stored")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_is_valid(document: dict[str, Any], columns: dict[str, str] | Any) -> None:
    """Name the first problem by the column that it came from."""
    problems = validate_manifest(document)
    if problems:
        first = problems[0]
        place = first.pointer.removeprefix("/")
        reason = f"{first.message}. {first.hint}".strip() if first.hint else first.message
        raise RowProblem(columns.get(place.partition("/")[0], place), reason)
