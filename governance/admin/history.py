"""What the ledger tells of a submission or a waiver, and of its entry, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from governance.models import Submission, Waiver
from registry.admin.ledger import names_of
from registry.models import AuditEvent

WORDS = {
    "entry.registered": "Registered",
    "entry.changed": "Changed",
    "entry.submission_refused": "Tried to submit and was refused",
    "entry.request_refused": "Tried to set a verdict by a program and was refused",
    "submission.submitted": "Put before the council",
    "submission.in_review": "Checked; review began",
    "submission.approved": "Approved",
    "submission.changes_requested": "Changes requested",
    "submission.rejected": "Rejected",
    "submission.withdrawn": "Withdrawn",
    "submission.voted": "Voted",
    "submission.called_urgent": "Called it urgent",
    "submission.party_added": "Got a part in it",
    "submission.approved_with_conditions": "Approved with conditions",
    "submission.suspended": "Approval suspended",
    "submission.revoked": "Approval revoked",
    "submission.expired": "Approval expired",
    "submission.superseded": "Superseded by a later decision",
    "submission.urgent_approval_refused": "Tried to approve urgently and was refused",
    "submission.appeal_refused": "Tried to appeal and was refused",
    "submission.suspension_refused": "Tried to suspend and was refused",
    "submission.revocation_refused": "Tried to revoke and was refused",
    "submission.reinstatement_refused": "Tried to put it in force again and was refused",
    "submission.decision_refused": "Tried to decide and was refused",
    "submission.resubmission_refused": "Tried to resubmit and was refused",
    "submission.withdrawal_refused": "Tried to withdraw and was refused",
    "submission.request_refused": "Tried it by a program and was refused",
    "waiver.requested": "Asked for",
    "waiver.approved": "Approved by one person",
    "waiver.granted": "Granted",
    "waiver.revoked": "Ended by the council",
    "waiver.approval_refused": "Tried to approve and was refused",
    "waiver.rejection_refused": "Tried to reject and was refused",
    "waiver.revocation_refused": "Tried to end it and was refused",
    "waiver.withdrawal_refused": "Tried to withdraw and was refused",
    "waiver.request_refused": "Tried it by a program and was refused",
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    who: str
    detail: str
    event: AuditEvent


def history_of(thing: Submission | Waiver, most: int = 100) -> list[Happened]:
    """The newest ``most`` events of the thing and of its entry, newest first."""
    about = Q(subject=thing.subject) | Q(subject=thing.entry.subject)
    events = list(AuditEvent.objects.filter(about).order_by("-at", "-pk")[:most])
    names = names_of(events)
    return [_happened(event, names) for event in events]


def _happened(event: AuditEvent, names: dict[str, str]) -> Happened:
    what = WORDS.get(event.action, event.action.partition(".")[2].replace("_", " ").capitalize())
    return Happened(event.at, what, names.get(event.actor, event.actor), _detail(event.body), event)


def _detail(body: dict) -> str:
    return ", ".join(_details(body))


def _details(body: dict) -> Iterable[str]:
    if "round" in body:
        yield f"round {body['round']}"
    if "revision" in body:
        yield f"revision {body['revision']}"
    if "why" in body:
        yield body["why"]
