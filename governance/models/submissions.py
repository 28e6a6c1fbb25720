"""What the council decides on."""

from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from governance.models import queue
from governance.models.checks import CheckRun
from governance.workflow import DECIDED, IN_FORCE, OPEN, REVIEWED, Status
from policies.charters import Terms
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

    def in_force(self) -> Self:
        """Approved, and not ended since."""
        return self.filter(status__in=IN_FORCE)

    def drifting(self) -> Self:
        """In force, and today's rules would not let them be approved."""
        return self.in_force().filter(drifts_since__isnull=False)

    def awaiting_seat_of(self, user: Any) -> Self:
        """In review, with a required seat that ``user`` speaks for, nothing of their own, not voted on."""
        from governance.models.seats import Seat
        from governance.models.votes import Vote

        required = ReviewSeat.objects.filter(is_required=True, function__in=Seat.objects.spoken_for(user))
        said = Vote.objects.filter(
            submission=OuterRef("pk"), round=OuterRef("round"), voter=user, stands=True
        )
        waiting = self.awaiting_council().filter(pk__in=required.values("submission")).exclude(parties=user)
        return waiting.exclude(Exists(said))

    def with_deadlines(self) -> Self:
        """Each with its ``rank`` by risk, and ``due_at``: until when the council may take."""
        return self.annotate(rank=queue.rank(), due_at=queue.due_at())

    def by_risk(self) -> Self:
        """The gravest first; of the same risk, what is due first."""
        return self.with_deadlines().order_by("rank", "due_at", "pk")

    def overdue(self) -> Self:
        """In review for longer than the charter lets the council take."""
        return self.awaiting_council().with_deadlines().filter(due_at__lt=queue.begin_of_today())

    def low_risk(self) -> Self:
        """In review on the fast track, with nothing that blocks: what several can be decided of at once."""
        return self.awaiting_council().filter(queue.low_risk())


class Frozen(models.Model):
    """What stands still while a round is reviewed: a manifest, all it links to, its check, the charter.

    ``salt`` goes into the digests over it that are shown: see ``registry.ledger.salting``. ``tier`` is that
    of the EU AI Act, blank but for use cases; ``terms`` are those of the charter for this kind and tier.
    """

    revision = models.PositiveIntegerField()
    manifest_digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    check_run = models.OneToOneField(CheckRun, models.PROTECT, null=True, related_name="%(class)s")
    review_digest = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True, default="")
    charter_digest = models.CharField(max_length=64)
    tier = models.CharField(max_length=40, blank=True, default="")
    terms = models.JSONField(default=dict)
    as_of = models.DateField()
    note = models.TextField(blank=True)
    submitted_by = models.ForeignKey("registry.User", models.PROTECT, related_name="%(class)ss")
    submitted_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Decided(models.Model):
    """What became of a round: blank until it is decided.

    ``reason`` is that of the decision; ``ended_why`` says why an approval ended, or is suspended.
    """

    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="%(class)ss_decided"
    )
    reason = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        abstract = True


class Submission(Frozen, Decided):
    """An entry put before the council; its columns are those of the round that stands.

    ``review_digest`` covers everything a reviewer relies on; a decision names it, and is refused
    when it is not the one that stands (see ``services.submissions.review_digest_of``).
    ``team`` owned the entry and ``parties`` had a part in it when it was submitted: who leaves the team
    afterwards, or hands the entry over, still may not decide. ``linked`` are entries frozen along with it.
    It ``is_to_compare`` while something that its approval rests on was changed and is not looked at yet.
    Since ``drifts_since`` the rules of the day would not let it be approved.
    Two people approved what ``is_urgent`` without the seats; ``reviews_urgent`` is such an approval, which
    this one looks at afterwards.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="submissions")
    team = models.ForeignKey("registry.Team", models.PROTECT, related_name="submissions")
    parties = models.ManyToManyField("registry.User", related_name="submissions_with_a_part", blank=True)
    linked = models.ManyToManyField(Entry, related_name="frozen_in", blank=True)
    status = models.CharField(max_length=30, choices=Status, default=Status.SUBMITTED)
    round = models.PositiveSmallIntegerField(default=1)
    is_to_compare = models.BooleanField(default=False)
    drifts_since = models.DateTimeField(null=True, blank=True)
    is_appeal = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    reviews_urgent = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reviewed_by"
    )

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
                condition=~Q(status__in=sorted(DECIDED))
                | ~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="every_decision_has_a_person_and_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(REVIEWED)) | ~Q(review_digest="") & Q(check_run__isnull=False),
                name="nothing_unchecked_reaches_the_council",
            ),
        )
        indexes = (
            models.Index(fields=("entry",), condition=Q(is_to_compare=True), name="approvals_to_compare"),
        )

    def __str__(self) -> str:
        return f"{self.entry} (round {self.round})"

    @property
    def subject(self) -> str:
        return f"submission:{self.pk}"

    @property
    def voting_terms(self) -> Terms:
        return Terms.from_json(self.terms)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class ReviewSeat(models.Model):
    """A seat that the terms of the round that stands name: what queues are asked for."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="review_seats")
    function = models.CharField(max_length=100, choices=partial(terms, "function"))
    is_required = models.BooleanField()

    class Meta:
        ordering = ("submission", "-is_required", "pk")
        constraints = (
            models.UniqueConstraint(fields=("submission", "function"), name="one_row_per_seat_of_a_review"),
        )

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_function_display()}"


class PastRound(Frozen, Decided):
    """A round that another one followed, as it stood when it ended: a request for changes, what was appealed
    against, or what a waiver overtook. ``status`` is what it came to; blank where that was not kept.
    """

    status = models.CharField(max_length=30, choices=Status, blank=True, default="")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="past_rounds")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("submission", "number")
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_past_round_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.submission.entry} (round {self.number})"
