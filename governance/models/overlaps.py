"""What people decided about two entries that look alike, and what they asked the council about such pairs."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from governance.models.seats import Seat
from registry import clock
from registry.models import Entry


class OverlapOutcome(models.TextChoices):
    """What becomes of the entry that was decided from; the values are those of the fact ``overlap``."""

    JOIN = "join", "Join"
    EXTEND = "extend", "Extend"
    JUSTIFY = "justify", "Keep both"
    NOT_THE_SAME = "not_the_same", "Not the same"


class OverlapDecisionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither withdrawn nor replaced; whether it still counts is for ``policies.overlap.decided``."""
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> Self:
        """Those on two entries that the user may both see."""
        seen = Entry.objects.visible_to(user).order_by().values("pk")
        return self.filter(entry__in=seen, other__in=seen)

    def on(self, *entries: Entry) -> Self:
        """Those on one entry, or on exactly these two, from whichever end they were made."""
        found = self
        for one in entries:
            found = found.filter(Q(entry=one) | Q(other=one))
        return found

    def with_people(self) -> Self:
        return self.select_related("entry__owner_team", "other__owner_team", "decided_by", "ended_by")


class OverlapDecision(models.Model):
    """One answer on a pair, for both of its ends: ``entry`` joins, extends or stays apart from ``other``.

    ``entry_ground`` and ``other_ground`` are what the two said then, as far as it matters (see
    ``policies.overlap.decided``). Rows end and are never deleted.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="overlap_decisions")
    other = models.ForeignKey(Entry, models.PROTECT, related_name="overlap_decisions_of_others")
    outcome = models.CharField(max_length=12, choices=OverlapOutcome)
    reason = models.TextField(blank=True)
    entry_ground = models.JSONField()
    other_ground = models.JSONField()
    decided_by = models.ForeignKey("registry.User", models.PROTECT, related_name="overlap_decisions")
    decided_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="overlap_decisions_ended"
    )

    objects = OverlapDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                Least("entry", "other"),
                Greatest("entry", "other"),
                condition=Q(ended_at=None),
                name="one_standing_decision_per_pair",
            ),
            models.CheckConstraint(condition=~Q(entry=F("other")), name="overlaps_are_between_two_entries"),
            models.CheckConstraint(
                condition=~Q(outcome="justify") | ~Q(reason=""), name="who_keeps_both_compares_them"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_by__isnull=False), name="ended_decisions_say_by_whom"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} and {self.other}: {self.get_outcome_display().lower()}"

    @property
    def subject(self) -> str:
        """What the ledger calls this decision."""
        return f"overlap:{self.pk}"


class OverlapQuestionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))

    def awaiting(self, user: Any) -> Self:
        """Open ones, for who sits on the council; those of who asked are not for themselves to answer."""
        if not Seat.objects.held_by(user).exists():
            return self.none()
        return self.open().exclude(asked_by=user)


class OverlapQuestion(models.Model):
    """A team asks the council about something like its entry that the team can't see.

    It is answered once somebody who can see the other end has decided on it, or has closed it for ``reason``.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="overlap_questions")
    asked_by = models.ForeignKey("registry.User", models.PROTECT, related_name="overlap_questions")
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = OverlapQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=Q(answered_at=None), name="one_open_question_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(answered_at__isnull=False), name="open_questions_have_no_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}: asked by {self.asked_by}"

    @property
    def subject(self) -> str:
        """What the ledger calls this question."""
        return f"overlap_question:{self.pk}"
