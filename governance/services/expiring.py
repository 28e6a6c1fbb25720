"""Approvals whose last day is over."""

from django.db import transaction

from governance.models import Submission
from governance.services.approvals import expire_approval
from governance.workflow import IN_FORCE, Status
from registry import clock


def expire_approvals() -> int:
    """End what is past its last day; whoever reads an approval counts it as ended since then already."""
    standing = Submission.objects.filter(status__in=IN_FORCE | {Status.SUSPENDED})
    over = standing.filter(valid_until__lt=clock.today()).order_by("pk").defer("snapshot")
    return sum(_expire(one) for one in over)


@transaction.atomic
def _expire(submission: Submission) -> bool:
    return expire_approval(submission, why_expired(submission))


def why_expired(submission: Submission) -> str:
    return f"It counted until {submission.valid_until:%-d %B %Y}."
