"""DPIAs, balancing tests, security reviews and the like: written, judged and kept here."""

from datetime import date
from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.assessing import FROZEN_STATES, OPEN_STATES, State
from policies.canonical import digest
from registry import clock
from registry.models import Entry
from registry.models.columns import terms


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What it says is for those who see the entry, and for nobody else."""
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def standing(self) -> Self:
        """The approved one and the open one of each entry and type."""
        return self.filter(state__in=[*OPEN_STATES, State.APPROVED])

    def awaiting_seat_of(self, user: Any) -> Self:
        """Submitted, for a seat that ``user`` acts for today, who has no part in it or its entry."""
        from governance.models.seats import Seat

        seats = Seat.objects.acting().filter(holder=user).values("function")
        waiting = self.filter(state=State.SUBMITTED, required_seat__in=seats)
        part = Q(owner_team__memberships__user=user) | Q(accountable_person=user) | Q(revisions__author=user)
        own = Entry.objects.filter(part).order_by().values("pk")
        waiting = waiting.exclude(writers=user).exclude(parties=user).exclude(entry__in=own)
        return waiting.exclude(team__memberships__user=user)


class Assessment(models.Model):
    """One version of one assessment of an entry.

    It keeps the outline it was written under, word for word, so that answers never lose their questions.
    ``facts`` are the answers that rules read as fields of the record's assessment (``policies/record``);
    ``manifest_digest`` is the entry's when the answers were last saved: another one today means that the
    entry changed since. ``team`` owned the entry and ``parties`` had a part in it when this was submitted.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="assessments")
    type = models.CharField(max_length=100, choices=partial(terms, "assessment_type"))
    version = models.PositiveSmallIntegerField(default=1)
    outline = models.JSONField()
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.IN_PROGRESS)
    revision = models.PositiveIntegerField()
    manifest_digest = models.CharField(max_length=64)
    author = models.ForeignKey("registry.User", models.PROTECT, related_name="assessments_begun")
    writers = models.ManyToManyField("registry.User", related_name="assessments_written", blank=True)
    team = models.ForeignKey("registry.Team", models.PROTECT, null=True, blank=True, related_name="+")
    parties = models.ManyToManyField("registry.User", related_name="assessments_with_a_part", blank=True)
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    required_seat = models.CharField(max_length=100, choices=partial(terms, "function"), blank=True)
    approver = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="assessments_approved"
    )
    approved_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    remark = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("entry", "type", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "type", "version"), name="one_assessment_per_entry_type_and_version"
            ),
            models.UniqueConstraint(
                fields=("entry", "type"),
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_assessment_per_entry_and_type",
            ),
            models.UniqueConstraint(
                fields=("entry", "type"),
                condition=Q(state=State.APPROVED),
                name="one_approved_assessment_per_entry_and_type",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FROZEN_STATES))
                | ~Q(content_digest="")
                & Q(approver__isnull=False, approved_on__isnull=False, valid_until__isnull=False),
                name="approved_assessments_name_approver_content_and_term",
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=models.F("author")),
                name="nobody_approves_the_assessment_they_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()} of {self.entry}"

    @property
    def subject(self) -> str:
        return f"assessment:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def status(self, today: date) -> str:
        """The value of ``assessment_status`` that rules read. Under way until it is approved."""
        if self.state in FROZEN_STATES and self.approved_on is not None and self.approved_on <= today:
            return "expired" if self.valid_until is None or self.valid_until < today else "approved"
        return "in_progress"

    def answers_digest(self) -> str:
        """SHA-256 of the questions and answers: what an approval is of, and what a save replaces."""
        return digest({"outline": self.outline, "answers": self.answers})
