"""What the council decides on."""

from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.models.checks import CheckRun
from governance.workflow import DECISIONS, OPEN, REVIEWED, Status
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

    def awaiting_seat_of(self, user: Any) -> Self:
        """In review, for a seat that ``user`` holds today, and nothing of their own."""
        from governance.models.seats import Seat

        seats = Seat.objects.held_by(user).values("function")
        return self.awaiting_council().filter(required_seat__in=seats).exclude(parties=user)


class Frozen(models.Model):
    """What stands still while a round is reviewed: a manifest, all it links to, its check, the charter.

    ``salt`` goes into the digests over it that are shown: see ``registry.ledger.salting``.
    """

    revision = models.PositiveIntegerField()
    manifest_digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    check_run = models.OneToOneField(CheckRun, models.PROTECT, null=True, related_name="%(class)s")
    review_digest = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True, default="")
    charter_digest = models.CharField(max_length=64)
    as_of = models.DateField()
    note = models.TextField(blank=True)
    submitted_by = models.ForeignKey("registry.User", models.PROTECT, related_name="%(class)ss")
    submitted_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Submission(Frozen):
    """An entry put before the council; its columns are those of the round that stands.

    ``review_digest`` covers everything a reviewer relies on; a decision names it, and is refused
    when it is not the one that stands (see ``services.submissions.review_digest_of``).
    ``team`` owned the entry and ``parties`` had a part in it when it was submitted: who leaves the team
    afterwards, or hands the entry over, still may not decide.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="submissions")
    team = models.ForeignKey("registry.Team", models.PROTECT, related_name="submissions")
    parties = models.ManyToManyField("registry.User", related_name="submissions_with_a_part", blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)
    round = models.PositiveSmallIntegerField(default=1)
    required_seat = models.CharField(max_length=100, choices=partial(terms, "function"))
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
                condition=~Q(status__in=sorted(DECISIONS))
                | ~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="every_decision_has_a_person_and_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(REVIEWED)) | ~Q(review_digest="") & Q(check_run__isnull=False),
                name="nothing_unchecked_reaches_the_council",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} (round {self.round})"

    @property
    def subject(self) -> str:
        return f"submission:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class PastRound(Frozen):
    """A round that ended in a request for changes, as it stood when the council decided on it."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="past_rounds")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("submission", "number")
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_past_round_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.submission.entry} (round {self.number})"
