"""Are conditions, and what became of them, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from governance.models import Condition, ConditionState
from governance.services.closing import evidence_digest_of
from governance.services.condition_drafts import summary_of
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against

_STATE_AFTER = {"condition.set": ConditionState.OPEN} | {
    f"condition.{state}": state for state in ConditionState if state is not ConditionState.OPEN
}
Event = Mapping[str, Any]


def find_changed_conditions() -> Iterator[Break]:
    """Yield every condition whose terms, state or evidence are not what was recorded."""
    rows = Condition.objects.told().order_by("pk").iterator(chunk_size=200)
    yield from hold_against(_told(), rows, "condition", _differences, number=lambda one: one.round)


def _told() -> dict[str, list[Event]]:
    """By subject, its events in order."""
    events = AuditEvent.objects.filter(action__in=_STATE_AFTER).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    for row in events.values("subject", "action", "actor", "body").iterator(chunk_size=2000):
        told[row["subject"]].append(row)
    return told


def _differences(condition: Condition, events: list[Event]) -> Iterator[str]:
    asked, newest = events[0], events[-1]
    if asked["body"] != summary_of(condition) or asked["actor"] != str(condition.vote.voter.uid):
        yield "what it asks was changed"
    if condition.state != _STATE_AFTER[newest["action"]] or len(events) > 2:
        yield "its state was changed"
    seen = evidence_digest_of(condition) if condition.evidence else None
    if seen != newest["body"].get("evidence_digest"):
        yield "what was seen of it was changed"
