"""Are seats, lent votes, declared interests and charters those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import CharterChange, CharterStatus, Delegation, Interest, Seat
from policies import PolicyError
from policies.canonical import digest
from policies.yamlio import load_yaml
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against

Event = tuple[str, str, dict[str, Any]]


def find_changed_council() -> Iterator[Break]:
    """Yield every seat, lent vote, interest and charter that was changed past the services, or is gone."""
    seats = Seat.objects.select_related("holder").order_by("pk").iterator(chunk_size=200)
    yield from hold_against(_told("seat.given", "seat.ended"), seats, "seat", _seat)
    lent = Delegation.objects.select_related("seat__holder", "delegate").order_by("pk")
    told = _told("delegation.given", "delegation.ended")
    yield from hold_against(told, lent.iterator(chunk_size=200), "delegation", _delegation)
    interests = Interest.objects.select_related("person").order_by("pk").iterator(chunk_size=200)
    told = _told("interest.declared", "interest.ended")
    yield from hold_against(told, interests, "interest", _interest)
    charters = CharterChange.objects.with_people().order_by("pk").iterator(chunk_size=50)
    told = _told(*(f"charter.{status}" for status in CharterStatus))
    yield from hold_against(told, charters, "change of the charter", _charter)


def _told(*actions: str) -> dict[str, list[Event]]:
    """By subject, its events in order, without attempts that were refused."""
    events = AuditEvent.objects.filter(action__in=actions).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        told[subject].append((action, actor, body))
    return told


def _seat(seat: Seat, events: list[Event]) -> Iterator[str]:
    (_, _, given), *ended = events
    found = {
        "person": str(seat.holder.uid),
        "function": seat.function,
        "alternate": seat.is_alternate,
        "since": seat.since.isoformat(),
    }
    # An early release did not say since when, nor that nobody was an alternate.
    if given != {name: said for name, said in found.items() if name in given}:
        yield "whose seat it is, or since when, was changed"
    until = ended[-1][2]["until"] if ended else None
    if until != (seat.until.isoformat() if seat.until else None):
        yield "its last day was changed"


def _delegation(lent: Delegation, events: list[Event]) -> Iterator[str]:
    (_, actor, given), *ended = events
    found = {
        "seat": lent.seat.subject,
        "function": lent.seat.function,
        "person": str(lent.delegate.uid),
        "until": lent.until.isoformat(),
        "since": lent.since.isoformat(),
        "reason_digest": digest(lent.reason),
    }
    if actor != str(lent.seat.holder.uid) or given != {name: found[name] for name in given}:
        yield "who was lent the vote, for how long, or why, was changed"
    if bool(ended) != (lent.ended_at is not None):
        yield "whether it has ended was changed"


def _interest(interest: Interest, events: list[Event]) -> Iterator[str]:
    (_, actor, declared), *ended = events
    found = {
        "vendor_digest": digest(interest.vendor),
        "what_digest": digest(interest.what),
        "since": interest.since.isoformat(),
    }
    if actor != str(interest.person.uid) or declared != {name: found[name] for name in declared}:
        yield "who declared it, in whom, since when, or what it is, was changed"
    until = ended[-1][2]["until"] if ended else None
    if until != (interest.until.isoformat() if interest.until else None):
        yield "its last day was changed"


def _charter(change: CharterChange, events: list[Event]) -> Iterator[str]:
    try:
        written = digest(load_yaml(change.text, source="charter.yaml").value)
    except PolicyError:
        written = ""
    if written != change.digest or events != list(_expected(change)):
        yield "what was proposed, or what was decided on it, was changed"


def _expected(change: CharterChange) -> Iterator[Event]:
    reason = {"reason_digest": digest(change.reason)}
    yield "charter.proposed", str(change.proposed_by.uid), change.content | reason
    if change.status != CharterStatus.PROPOSED:
        said = {"number": change.number or 0, "why_digest": digest(change.decided_why)}
        actor = str(change.decided_by.uid) if change.decided_by else ""
        yield f"charter.{change.status}", actor, change.content | said
