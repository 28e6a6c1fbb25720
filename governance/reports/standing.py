"""How an entry stands with the council, in words that a page can show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from governance.models import Condition, Submission
from governance.workflow import IN_FORCE
from registry import clock


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


class Stands(TypedDict):
    """What is told of a submission beside its status."""

    is_overdue: bool
    approval: str


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    StandingSubmission = WithAnnotations[Submission, Stands]


def with_standing(submissions: "QuerySet[Submission]") -> "QuerySet[StandingSubmission]":
    """Each with its ``approval`` as of today, whether or not the task that writes it down came by already."""
    overdue = Exists(Condition.objects.overdue().filter(submission=OuterRef("pk")))
    return submissions.annotate(is_overdue=overdue).annotate(approval=standing_of("status"))


def standing_of(status: str) -> Case:
    """An approval counts to its last day, while no condition is overdue, and may have to be compared with
    what changed meanwhile. ``status`` names the column of it in rows with the other ``Standing`` columns.
    """
    approved = Q(**{f"{status}__in": sorted(IN_FORCE)})
    over = Q(valid_until__lt=clock.today()) | Q(is_overdue=True)
    return Case(
        When(**{status: ""}, then=Value(Approval.NONE.value)),
        When(approved & over, then=Value(Approval.EXPIRED.value)),
        When(approved & Q(is_to_compare=True), then=Value(Approval.CHANGED.value)),
        When(approved & Q(drifts_since__isnull=False), then=Value(Approval.DRIFTING.value)),
        default=F(status),
        output_field=CharField(),
    )
