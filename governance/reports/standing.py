"""How an entry stands with the council, in words that a page can show."""

from dataclasses import dataclass

from django.db import models


class Approval(models.TextChoices):
    """What a list can be filtered by: the status of the newest submission, and what became of it since."""

    NONE = "none", "Never submitted"
    SUBMITTED = "submitted", "Being checked"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    DRIFTING = "drifting", "Approved, fails today's rules"
    CHANGED = "changed", "Changed, being compared"
    SUSPENDED = "suspended", "Approval suspended"
    REVOKED = "revoked", "Approval revoked"
    EXPIRED = "expired", "Approval expired"
    REJECTED = "rejected", "Rejected"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


@dataclass(frozen=True)
class Look:
    """How a state is shown: its tone and icon beside the words, never colour alone."""

    label: str
    tone: str
    icon: str


LOOKS = {
    Approval.NONE: ("plain", "unchecked"),
    Approval.SUBMITTED: ("plain", "wait"),
    Approval.IN_REVIEW: ("plain", "wait"),
    Approval.CHANGES_REQUESTED: ("warn", "back"),
    Approval.APPROVED: ("good", "seal"),
    Approval.APPROVED_WITH_CONDITIONS: ("good", "conditional"),
    Approval.SUSPENDED: ("bad", "stop"),
    Approval.REVOKED: ("bad", "stop"),
    Approval.SUPERSEDED: ("plain", "back"),
    Approval.DRIFTING: ("warn", "conditional"),
    Approval.CHANGED: ("warn", "wait"),
    Approval.EXPIRED: ("warn", "wait"),
    Approval.REJECTED: ("bad", "stop"),
    Approval.WITHDRAWN: ("open", "back"),
}
VERDICT_LOOKS = {
    "pass": Look("Passes", "good", "pass"),
    "conditional": Look("Passes with remarks", "warn", "conditional"),
    "gap": Look("Not enough was said", "open", "gap"),
    "fail": Look("Fails", "bad", "fail"),
    "": Look("Not checked yet", "plain", "unchecked"),
    "errored": Look("Can't be checked", "plain", "stop"),
}


def look_of(approval: Approval) -> Look:
    return Look(approval.label, *LOOKS[approval])
