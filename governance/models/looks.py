"""Which round of a submission somebody looked at last."""

from django.db import models

from governance.models.submissions import Submission
from registry import clock


class LastLook(models.Model):
    """A reader's own bookmark: up to here I have read. What changed since is shown from there on.

    It is no judgement and proves nothing: what a vote was given on is in the vote.
    """

    user = models.ForeignKey("registry.User", models.CASCADE, related_name="last_looks")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="last_looks")
    round = models.PositiveSmallIntegerField()
    review_digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "submission"), name="one_last_look_per_submission"),
        )

    def __str__(self) -> str:
        return f"{self.user}: round {self.round} of {self.submission_id}"
