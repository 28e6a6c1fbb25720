"""What the council decides on, and what it decided."""

from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.models.checks import CheckRun
from governance.workflow import OPEN, Status
from registry import clock
from registry.models import Entry
from registry.models.columns import terms


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def awaiting_council(self) -> Self:
        return self.filter(status=Status.IN_REVIEW)


class Submission(models.Model):
    """An entry put before the council. The snapshot is the manifest with all it links to, frozen.

    ``review_digest`` covers everything a reviewer relies on; a decision names it, and is refused
    when it is not the one that stands (see ``services.submissions.review_digest_of``).
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="submissions")
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)
    round = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField()
    manifest_digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    check_run = models.OneToOneField(CheckRun, models.PROTECT, null=True, related_name="submission")
    review_digest = models.CharField(max_length=64, blank=True)
    charter_digest = models.CharField(max_length=64)
    required_seat = models.CharField(max_length=100, choices=partial(terms, "function"))
    as_of = models.DateField()
    note = models.TextField(blank=True)
    submitted_by = models.ForeignKey("registry.User", models.PROTECT, related_name="submissions")
    submitted_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    reason = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("-submitted_at", "-pk")
        permissions = (("export_reports", "Can export compliance reports"),)
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=Q(status__in=sorted(OPEN)), name="one_open_submission_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("submitted_by")),
                name="nobody_decides_on_their_own_submission",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "rejected", "changes_requested"]) | ~Q(reason=""),
                name="every_decision_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} (round {self.round})"

    @property
    def subject(self) -> str:
        return f"submission:{self.pk}"


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
        )

    def __str__(self) -> str:
        return f"{self.voter}: {self.get_verdict_display()}"
