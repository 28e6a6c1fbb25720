"""What an entry said when somebody last looked at it, and when the council last approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from governance.models import LastLook, PastRound, Submission, Vote


@dataclass(frozen=True)
class Stand:
    """A round as it was frozen. ``snapshot`` is None for the one that stands: there is nothing to compare."""

    submission: int
    round: int
    at: datetime
    snapshot: Mapping[str, Any] | None


def last_look(user: Any, submission: Submission) -> Stand | None:
    """What ``user`` saw last of this entry, in this submission or an earlier one: marked, or voted on."""
    before = {"submission__entry": submission.entry_id, "submission__pk__lte": submission.pk}
    looks = (
        LastLook.objects.filter(user=user, **before).order_by("-at").values_list("submission", "round", "at")
    )
    votes = Vote.objects.filter(voter=user, **before).order_by("-at").values_list("submission", "round", "at")
    found = [row for row in (looks.first(), votes.first()) if row is not None]
    if not found:
        return None
    pk, number, at = max(found, key=lambda row: row[2])
    return Stand(pk, number, at, _snapshot(submission, pk, number))


def last_approval(submission: Submission) -> Stand | None:
    """The newest earlier round of this entry that was approved, an appeal's own included; only approvals have
    a last day.
    """
    approved = {"valid_until__isnull": False, "decided_at__isnull": False}
    whole = Submission.objects.filter(entry=submission.entry_id, pk__lt=submission.pk, **approved)
    rounds = PastRound.objects.filter(
        Q(submission__pk__lt=submission.pk) | Q(submission=submission, number__lt=submission.round),
        submission__entry=submission.entry_id,
        **approved,
    )
    stands = [
        Stand(pk, number, at, snapshot)
        for rows, names in ((whole, ("pk", "round")), (rounds, ("submission", "number")))
        for pk, number, at, snapshot in rows.order_by("-decided_at", "-pk").values_list(
            *names, "decided_at", "snapshot"
        )[:1]
    ]
    return max(stands, key=lambda one: one.at, default=None)


def _snapshot(submission: Submission, pk: int, number: int) -> Mapping[str, Any] | None:
    if (pk, number) == (submission.pk, submission.round):
        return None
    past = PastRound.objects.filter(submission=pk, number=number).values_list("snapshot", flat=True).first()
    return past or Submission.objects.filter(pk=pk, round=number).values_list("snapshot", flat=True).first()
