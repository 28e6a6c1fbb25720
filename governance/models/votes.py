"""What the holders of seats said."""

from functools import partial

from django.db import models
from django.db.models import Q

from governance.models.submissions import Submission
from governance.workflow import Status
from registry import clock
from registry.models.columns import terms


class Verdict(models.TextChoices):
    """What a vote can say; the values are the statuses they lead to."""

    APPROVE = Status.APPROVED.value, "Approve"
    REQUEST_CHANGES = Status.CHANGES_REQUESTED.value, "Request changes"
    REJECT = Status.REJECTED.value, "Reject"


class Vote(models.Model):
    """What one holder of a seat said of what they saw in one round."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    voter = models.ForeignKey("registry.User", models.PROTECT, related_name="votes")
    seat = models.CharField(max_length=100, choices=partial(terms, "function"))
    verdict = models.CharField(max_length=20, choices=Verdict)
    reason = models.TextField()
    review_digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("submission", "round", "at")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "round", "voter"), name="one_vote_per_voter_and_round"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(review_digest=""), name="every_vote_says_why_and_on_what"
            ),
        )

    def __str__(self) -> str:
        return f"{self.voter}: {self.get_verdict_display()}"
