"""Are decisions on overlaps, and the names that they taught, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from governance.models import OverlapDecision
from governance.services.overlaps import summary_of
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against
from registry.models import Alias
from registry.services import aliases

Event = Mapping[str, Any]


def find_changed_overlaps() -> Iterator[Break]:
    """Yield every decision that is not the one recorded, or that stands or has ended otherwise."""
    actions = ("overlap.decided", "overlap.replaced", "overlap.withdrawn")
    rows = OverlapDecision.objects.with_people().order_by("pk").iterator(chunk_size=200)
    yield from hold_against(_told(actions), rows, "overlap", _decision)


def find_changed_aliases() -> Iterator[Break]:
    """Yield every alias whose names, teacher or end are not those recorded."""
    rows = Alias.objects.select_related("entry", "other", "confirmed_by", "ended_by").order_by("pk")
    told = _told(("alias.taught", "alias.ended"))
    yield from hold_against(told, rows.iterator(chunk_size=200), "alias", _alias)


def _told(actions: tuple[str, ...]) -> dict[str, list[Event]]:
    """By subject, its events in order."""
    events = AuditEvent.objects.filter(action__in=actions).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    for row in events.values("subject", "action", "actor", "body").iterator(chunk_size=2000):
        told[row["subject"]].append(row)
    return told


def _decision(decision: OverlapDecision, events: list[Event]) -> Iterator[str]:
    made, *ended = events
    if made["body"] != summary_of(decision) or made["actor"] != str(decision.decided_by.uid):
        yield "what was decided, or by whom, was changed"
    yield from _end(ended, decision.ended_by)


def _alias(alias: Alias, events: list[Event]) -> Iterator[str]:
    made, *ended = events
    if made["body"] != aliases.summary_of(alias) or made["actor"] != _who(alias.confirmed_by):
        yield "what it says, or who confirmed it, was changed"
    yield from _end(ended, alias.ended_by if alias.ended_at else None, is_over=alias.ended_at is not None)


def _end(ended: list[Event], by: Any, *, is_over: bool | None = None) -> Iterator[str]:
    over = by is not None if is_over is None else is_over
    if [one["actor"] for one in ended] != ([_who(by)] if over else []):
        yield "whether it has ended, or who ended it, was changed"


def _who(person: Any) -> str:
    return "system" if person is None else str(person.uid)
