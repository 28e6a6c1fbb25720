"""The AI Act over the register: where a use case stands, and whose tier or deadline an amendment moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from policies import Classification, classify
from policies.law.changes import Move, entries_moved
from policies.record import resolve
from registry.documents import Register
from registry.models import Entry, Kind, Revision


def classification_of(document: Mapping[str, Any], *, as_of: date) -> Classification:
    """The tier of a use case as it is written.

    The tree reads nothing of what a use case links to (a test holds it to that), so no link is followed and
    nothing is said of an entry that the reader can't see.
    """
    return classify(_record(document, Register().organisation), as_of)


@dataclass(frozen=True)
class EntryMoved:
    """An entry whose tier or deadline is not the same by the law of two days."""

    entry: Entry
    move: Move


def entries_moved_between(user: Any, start: date, end: date) -> list[EntryMoved]:
    """The use cases that ``user`` can see and that the law of ``end`` puts elsewhere; two queries."""
    found = {entry.key: entry for entry in _use_cases(user)}
    documents = Revision.objects.filter(
        entry__in=[entry.pk for entry in found.values()], number=F("entry__revision_count")
    )
    organisation = Register().organisation
    records = (
        _record(document, organisation)
        for document in documents.order_by("entry__key").values_list("document", flat=True).iterator()
    )
    moves = entries_moved(records, start, end)
    return [EntryMoved(found[move.key], move) for move in moves]


def _use_cases(user: Any) -> Iterator[Entry]:
    seen = Entry.objects.all() if user is None else Entry.objects.visible_to(user)
    yield from seen.filter(kind=Kind.USE_CASE).select_related("owner_team").order_by("key")


def _record(document: Mapping[str, Any], organisation: Mapping[str, Any]) -> dict[str, Any]:
    return resolve(document, lambda kind, key: None, org=organisation)
