"""Are waivers, and who agreed to them, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from governance.models import Waiver, WaiverStatus
from governance.services.waivers import summary_of
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against

_STATUS_AFTER = {"waiver.requested": WaiverStatus.ASKED} | {
    f"waiver.{status}": status for status in WaiverStatus if status is not WaiverStatus.ASKED
}
_APPROVED = "waiver.approved"
Event = Mapping[str, Any]


def find_changed_waivers() -> Iterator[Break]:
    """Yield every waiver whose terms, state, days or approvals are not what was recorded."""
    rows = Waiver.objects.with_people().order_by("pk").iterator(chunk_size=200)
    yield from hold_against(_told(), rows, "waiver", _differences)


def _told() -> dict[str, list[Event]]:
    """By subject, its events in order, without attempts that were refused."""
    events = AuditEvent.objects.filter(action__in=[*_STATUS_AFTER, _APPROVED]).order_by("subject", "sequence")
    told: dict[str, list[Event]] = defaultdict(list)
    for row in events.values("subject", "action", "actor", "body").iterator(chunk_size=2000):
        told[row["subject"]].append(row)
    return told


def _differences(waiver: Waiver, events: list[Event]) -> Iterator[str]:
    moves = [event for event in events if event["action"] in _STATUS_AFTER]
    asked, newest = moves[0], moves[-1]
    if asked["body"] != summary_of(waiver) or asked["actor"] != str(waiver.requested_by.uid):
        yield "what was asked for was changed"
    if waiver.status != _STATUS_AFTER[newest["action"]]:
        yield "its state was changed"
    granted: Event = next((one["body"] for one in moves if one["action"] == "waiver.granted"), {})
    if granted.get("granted_on") != (waiver.granted_on.isoformat() if waiver.granted_on else None):
        yield "the day it was granted was changed"
    approvals = waiver.approvals.all()
    # What an earlier release granted rests on everybody who had approved it.
    everybody = sorted(str(one.approver.uid) for one in approvals) if granted else []
    counted = sorted(str(one.approver.uid) for one in approvals if one.counted)
    if counted != granted.get("approved_by", everybody):
        yield "whose approval counted was changed"
    if newest["body"].get("reason_digest", digest("")) != digest(waiver.ended_why):
        yield "why it ended was changed"
    said = [(one["actor"], one["body"]) for one in events if one["action"] == _APPROVED]
    found = [
        (str(one.approver.uid), {"seat": one.seat, "reason_digest": digest(one.reason)})
        for one in waiver.approvals.all()
    ]
    if sorted(said, key=str) != sorted(found, key=str):
        yield "who approved it, or why, was changed"
