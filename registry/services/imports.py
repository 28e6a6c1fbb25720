"""Bringing a parsed register in: teams, entries and where each came from, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from policies.canonical import digest
from registry import clock
from registry.importers.base import Candidate, Parsed, Reject
from registry.importers.merging import merge, said_before
from registry.ledger.writing import record
from registry.models import Entry, ImportedRecord, Revision, Team, User
from registry.services.entries import InvalidManifest, Saved, save_manifests
from registry.services.people import create_team

Document = dict[str, Any]
_BATCH = 500


class RowsRejected(Exception):
    """Rows stand in the way and nothing was written; ``rejects`` names each with its column and reason."""

    def __init__(self, rejects: Sequence[Reject]) -> None:
        self.rejects = tuple(rejects)
        super().__init__(f"{len(self.rejects)} row(s) cannot be registered, so nothing was written")


@dataclass(frozen=True)
class ImportResult:
    """What an import changed. ``kept`` counts the fields in which a team's own words were left alone."""

    created: int
    updated: int
    unchanged: int
    teams: int
    kept: int
    rejects: tuple[Reject, ...]


@dataclass
class _Planned:
    """A candidate, the document to save for it, and the record by which its row was known before."""

    candidate: Candidate
    document: Document
    row_digest: str
    known: ImportedRecord | None
    kept: int = 0

    @property
    def row_is_unchanged(self) -> bool:
        return self.known is not None and self.known.row_digest == self.row_digest


@transaction.atomic
def import_inventory(parsed: Parsed, *, by: User | None, partial: bool = False) -> ImportResult:
    """Register what ``parsed`` holds. Importing the same rows again changes nothing.

    Rows are found again by their identity in the register; a changed row updates its entry, except where
    the team has edited a field since. Raises ``RowsRejected`` when a row cannot be registered and not
    ``partial``; ``PermissionDenied``; ``StaleManifest`` when someone edits one of the entries meanwhile.
    """
    if parsed.rejects and not partial:
        raise RowsRejected(parsed.rejects)
    planned = _plan(parsed.candidates)
    changed = [item for item in planned if not item.row_is_unchanged]
    teams = _create_teams(changed, by=by)
    saved, rejects = _save(changed, by=by)
    if rejects and not partial:
        raise RowsRejected(rejects)
    _remember(changed, saved)
    result = ImportResult(
        created=len(saved.created),
        updated=len(saved.updated),
        unchanged=len(planned) - len(rejects) - len(saved.created) - len(saved.updated),
        teams=teams,
        kept=sum(item.kept for item in changed),
        rejects=(*parsed.rejects, *rejects),
    )
    if result.created or result.updated:
        _record(parsed, result, by=by)
    return result


def _plan(candidates: Sequence[Candidate]) -> list[_Planned]:
    """Find each row's record; a row that changed gets its entry's document, brought up to date."""
    sources = {candidate.source for candidate in candidates if candidate.source}
    records = ImportedRecord.objects.filter(source__in=sources).select_related("entry")
    known = {(one.source, one.native_id): one for one in records}
    planned = [
        _Planned(one, one.document, digest(one.row.said), known.get((one.source, one.native_id)))
        for one in candidates
    ]
    changed = [item.known for item in planned if item.known and not item.row_is_unchanged]
    current = _current_documents(one.entry for one in changed)
    for item in planned:
        if item.known and not item.row_is_unchanged:
            before = said_before(item.known.source, item.known.raw)
            item.document, kept = merge(current[item.known.entry_id], before, item.candidate.document)
            item.kept = len(kept)
    return planned


def _current_documents(entries: Iterable[Entry]) -> dict[int, Document]:
    latest = Revision.objects.filter(entry__in=list(entries), number=F("entry__revision_count"))
    return dict(latest.values_list("entry_id", "document"))


def _create_teams(planned: Iterable[_Planned], *, by: User | None) -> int:
    """Create the teams of organisations that are new; spellings of one name are one team."""
    named = {item.candidate.team.key: item.candidate.team.name for item in planned if item.candidate.team}
    there = set(Team.objects.filter(key__in=named).values_list("key", flat=True))
    for key in sorted(named.keys() - there):
        create_team(key, named[key], by=by)
    return len(named.keys() - there)


def _save(planned: list[_Planned], *, by: User | None) -> tuple[Saved, list[Reject]]:
    """Save all that can be saved, taking what cannot out of ``planned``.

    Only our own manifests can fail here: by naming a person, a team or an entry that is not there. Taking
    one out may leave another without what it names, so this goes on until the rest holds.
    """
    rejects: list[Reject] = []
    while planned:
        expected = {(one.entry.kind, one.entry.key): one.entry.manifest_digest for one in _known(planned)}
        try:
            saved = save_manifests([item.document for item in planned], by=by, expected_digests=expected)
        except InvalidManifest as invalid:
            found = dict(reversed(invalid.problems))
            for index in sorted(found, reverse=True):
                problem, item = found[index], planned.pop(index)
                rejects.append(
                    Reject(item.candidate.row, problem.pointer[1:], _reason(problem.message, problem.hint))
                )
        else:
            return saved, sorted(rejects, key=lambda reject: reject.row.number)
    return Saved([], [], []), sorted(rejects, key=lambda reject: reject.row.number)


def _known(planned: Iterable[_Planned]) -> list[ImportedRecord]:
    return [item.known for item in planned if item.known is not None]


def _reason(message: str, hint: str) -> str:
    return f"{message}. {hint}" if hint else message


def _remember(planned: Sequence[_Planned], saved: Saved) -> None:
    """Keep the words of each row beside its entry. Our own manifests are their own record.

    Rows that changed are written anew: updating thousands of long texts row by row takes many times longer.
    """
    ImportedRecord.objects.filter(pk__in=[one.pk for one in _known(planned)]).delete()
    entries, moment = saved.entries, clock.now()
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                source=item.candidate.source,
                native_id=item.candidate.native_id,
                entry=entries[item.document["kind"], item.document["key"]],
                row_digest=item.row_digest,
                raw=item.candidate.row.said,
                imported_at=moment,
            )
            for item in planned
            if item.candidate.source
        ],
        batch_size=_BATCH,
    )


def _record(parsed: Parsed, result: ImportResult, *, by: User | None) -> None:
    record(
        "register.imported",
        f"register:{parsed.format}",
        by=by,
        rows=parsed.row_count,
        created=result.created,
        updated=result.updated,
        unchanged=result.unchanged,
        skipped=len(parsed.skips),
        rejected=len(result.rejects),
    )
