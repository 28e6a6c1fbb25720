"""Are changes of the rules, and who decided on them, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Activation, ActivationStatus
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break

_ACTIONS = [f"activation.{status}" for status in ActivationStatus]
Event = tuple[str, str, dict[str, Any]]


def find_changed_activations() -> Iterator[Break]:
    """Yield every change of the rules made, decided on or rewritten past the services, or is gone."""
    told = _told()
    rows = Activation.objects.with_people().order_by("pk")
    for change in rows.iterator(chunk_size=200):
        events = told.pop(change.subject, None)
        if events is None:
            yield Break(change.subject, 0, "the ledger tells of no such change of the rules")
        elif events != list(_expected(change)):
            yield Break(change.subject, 0, "what was proposed, or what was decided on it, was changed")
    for subject in sorted(told):
        yield Break(subject, 0, "the change of the rules that the ledger tells of is gone")


def _told() -> dict[str, list[Event]]:
    """By subject, its events in order, without attempts that were refused."""
    events = AuditEvent.objects.filter(action__in=_ACTIONS).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        told[subject].append((action, actor, body))
    return told


def _expected(change: Activation) -> Iterator[Event]:
    reason = {"reason_digest": digest(change.reason)}
    yield "activation.proposed", str(change.proposed_by.uid), change.content | reason
    if change.status != ActivationStatus.PROPOSED:
        said = {"number": change.number or 0, "why_digest": digest(change.decided_why)}
        actor = str(change.decided_by.uid) if change.decided_by else ""
        yield f"activation.{change.status}", actor, change.content | said
