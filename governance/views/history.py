"""What the ledger tells of one subject, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.ledger.models import AuditEvent
from registry.ledger.writing import SYSTEM
from registry.models import User

ACTIONS = {
    "submission.submitted": "Submitted",
    "submission.in_review": "Checked, and put before the council",
    "submission.approved": "Approved",
    "submission.changes_requested": "Changes requested",
    "submission.rejected": "Rejected",
    "submission.withdrawn": "Withdrawn",
    "submission.voted": "A seat voted",
    "submission.called_urgent": "Called urgent",
    "submission.party_added": "Somebody is not heard on it any more",
    "submission.approved_with_conditions": "Approved with conditions",
    "submission.suspended": "Approval suspended",
    "submission.revoked": "Approval revoked",
    "submission.expired": "Approval expired",
    "submission.drifts": "Found to fail rules of today",
    "submission.drifts_no_more": "Found to hold by today's rules again",
    "submission.superseded": "A later decision took its place",
    "submission.urgent_approval_refused": "An urgent approval was refused",
    "submission.appeal_refused": "An appeal was refused",
    "submission.suspension_refused": "Suspending was refused",
    "submission.revocation_refused": "Revoking was refused",
    "submission.reinstatement_refused": "Putting in force again was refused",
    "submission.decision_refused": "A decision was refused",
    "submission.resubmission_refused": "Resubmitting was refused",
    "submission.withdrawal_refused": "Withdrawing was refused",
    "submission.request_refused": "A program was refused",
    "condition.set": "A condition was set",
    "condition.met": "A condition was met",
    "condition.missed": "A condition was missed",
    "condition.dropped": "A condition was dropped",
    "waiver.requested": "Asked for",
    "waiver.approved": "Approved by one person",
    "waiver.granted": "Granted: enough people approved",
    "waiver.rejected": "Rejected",
    "waiver.withdrawn": "Withdrawn",
    "waiver.revoked": "Ended by the council",
    "waiver.approval_refused": "An approval was refused",
    "waiver.rejection_refused": "A rejection was refused",
    "waiver.revocation_refused": "Ending it was refused",
    "waiver.withdrawal_refused": "Withdrawing was refused",
    "waiver.request_refused": "A program was refused",
    "overlap.decided": "Decided",
    "overlap.replaced": "Another decision took its place",
    "overlap.withdrawn": "Withdrawn",
    "overlap.decision_refused": "A decision on something alike was refused",
    "overlap.withdrawal_refused": "Withdrawing a decision on something alike was refused",
    "overlap_question.closing_refused": "Closing a question was refused",
    "overlap_question.asked": "The council was asked",
    "overlap_question.answered": "Answered",
    "overlap_question.closed": "Closed without a decision",
    "assessment.started": "Started",
    "assessment.saved": "Answers saved",
    "assessment.submitted": "Submitted for approval",
    "assessment.in_progress": "Sent back with changes to make",
    "assessment.approved": "Approved",
    "assessment.replaced": "Replaced by a newer version",
    "assessment.withdrawn": "Withdrawn",
    "assessment.saving_refused": "Saving was refused",
    "assessment.submission_refused": "Submitting was refused",
    "assessment.approval_refused": "An approval was refused",
    "assessment.return_refused": "Sending back was refused",
    "assessment.withdrawal_refused": "Withdrawing was refused",
}


@dataclass(frozen=True)
class Happened:
    """One event: what, who, when, its details, and the digest that chains it to the one before."""

    what: str
    who: str
    at: datetime
    details: tuple[tuple[str, str], ...]
    sequence: int
    digest: str


def history_of(subject: str) -> list[Happened]:
    """The events of ``subject``, newest first."""
    events = list(AuditEvent.objects.filter(subject=subject).order_by("-sequence"))
    names = names_of(event.actor for event in events)
    return [
        Happened(
            what=ACTIONS.get(event.action, event.action),
            who=names.get(event.actor, event.actor),
            at=event.at,
            details=tuple((name.replace("_", " "), _text(value)) for name, value in event.body.items()),
            sequence=event.sequence,
            digest=event.digest,
        )
        for event in events
    ]


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """People by the pseudonym that the ledger keeps. Who was erased keeps the pseudonym."""
    uids = [UUID(actor) for actor in set(actors) if actor != SYSTEM]
    known = {str(uid): name for uid, name in User.objects.filter(uid__in=uids).values_list("uid", "name")}
    return known | {SYSTEM: "Muster"}


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
