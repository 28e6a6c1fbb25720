"""The single writer of audit events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection
from django.db.models import Max, OuterRef, Subquery

from policies.canonical import digest
from registry import clock
from registry.ledger.models import AuditEvent
from registry.models.people import User
from registry.prepared import Prepared

SYSTEM = "system"
# PostgreSQL keeps locks in shared memory: a batch of thousands must not fill it.
MOST_HELD = 50
# Nearly every change writes of one thing.
_last_of_one = Prepared(
    lambda subject: (
        AuditEvent.objects.filter(subject=subject)
        .order_by("-sequence")
        .values_list("subject", "sequence", "digest")[:1]
    )
)


class HasSubject(Protocol):
    @property
    def subject(self) -> str: ...


@dataclass(frozen=True)
class Happening:
    """Something to record: ``submission.approved``, of what, and the details auditors will want."""

    action: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict)


def record(action: str, subject: HasSubject | str, *, by: User | None, **details: Any) -> AuditEvent:
    """Append one event, in the caller's transaction: if it can't be written, the change does not happen."""
    name = subject if isinstance(subject, str) else subject.subject
    return record_many([Happening(action, name, details)], by=by)[0]


def record_many(happenings: Iterable[Happening], *, by: User | None) -> list[AuditEvent]:
    """Append events in order. ``by=None`` is the system. Details must be JSON and hold no personal data.

    Two writers of one subject at once: the unique sequence refuses the second, whose whole change is undone.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of what it tells of")
    happenings = list(happenings)
    _hold({happening.subject for happening in happenings})
    last = _last_events({happening.subject for happening in happenings})
    actor, moment = (SYSTEM if by is None else str(by.uid)), clock.now()
    events = []
    for happening in happenings:
        sequence, previous = last.get(happening.subject, (0, ""))
        event = AuditEvent(
            subject=happening.subject,
            sequence=sequence + 1,
            action=happening.action,
            actor=actor,
            at=moment,
            body=happening.details,
            previous=previous,
        )
        event.digest = event_digest(event)
        last[happening.subject] = (event.sequence, event.digest)
        events.append(event)
    return AuditEvent.objects.bulk_create(events, batch_size=1000)


def event_digest(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of what the event says, its place and its predecessor."""
    return digest(
        {
            "subject": event.subject,
            "sequence": event.sequence,
            "action": event.action,
            "actor": event.actor,
            "at": event.at.isoformat(timespec="microseconds"),
            "body": event.body,
            "previous": event.previous,
        }
    )


def _hold(subjects: set[str]) -> None:
    """Writers of one subject queue; a batch relies on its rows' locks, and SQLite has one writer anyway."""
    if connection.vendor != "postgresql" or len(subjects) > MOST_HELD:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS held (name)",
            [sorted(subjects)],
        )


def _last_events(subjects: set[str]) -> dict[str, tuple[int, str]]:
    if len(subjects) == 1:
        return {name: (sequence, digest) for name, sequence, digest in _last_of_one(*subjects)}
    last: dict[str, tuple[int, str]] = {}
    names = sorted(subjects)
    for start in range(0, len(names), 500):
        chunk = AuditEvent.objects.filter(subject__in=names[start : start + 500]).order_by()
        same = chunk.filter(subject=OuterRef("subject")).values("subject").annotate(top=Max("sequence"))
        for event in chunk.filter(sequence=Subquery(same.values("top"))):
            last[event.subject] = (event.sequence, event.digest)
    return last
