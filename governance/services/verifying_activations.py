"""Are changes of the rules, and who decided on them, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Activation, ActivationStatus
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against

_ACTIONS = [f"activation.{status}" for status in ActivationStatus]
Event = tuple[str, str, dict[str, Any]]


def find_changed_activations() -> Iterator[Break]:
    """Yield every change of the rules made, decided on or rewritten past the services, or is gone."""
    rows = Activation.objects.with_people().order_by("pk").iterator(chunk_size=200)
    yield from hold_against(_told(), rows, "change of the rules", _differences)


def _told() -> dict[str, list[Event]]:
    """By subject, its events in order, without attempts that were refused."""
    events = AuditEvent.objects.filter(action__in=_ACTIONS).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        told[subject].append((action, actor, body))
    return told


def _differences(change: Activation, events: list[Event]) -> Iterator[str]:
    if events != list(_expected(change)):
        yield "what was proposed, or what was decided on it, was changed"


def _expected(change: Activation) -> Iterator[Event]:
    reason = {"reason_digest": digest(change.reason)}
    yield "activation.proposed", str(change.proposed_by.uid), change.content | reason
    if change.status != ActivationStatus.PROPOSED:
        said = {"number": change.number or 0, "why_digest": digest(change.decided_why)}
        actor = str(change.decided_by.uid) if change.decided_by else ""
        yield f"activation.{change.status}", actor, change.content | said
