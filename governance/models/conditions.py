"""What an approval hangs on: something that has to be so by a day."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.models.submissions import Submission
from governance.models.votes import Vote
from governance.workflow import IN_FORCE, Status
from registry import clock
from registry.models import Entry


class ConditionState(models.TextChoices):
    OPEN = "open", "Open"
    MET = "met", "Met"
    MISSED = "missed", "Missed"
    DROPPED = "dropped", "Dropped"


class ConditionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ConditionState.OPEN)

    def overdue(self) -> Self:
        """Open after their last day: the approval does not count any more, whether or not anybody said so."""
        return self.open().filter(due_on__lt=clock.today())

    def of_approvals(self) -> Self:
        """Those that an approval hangs on: in force, or suspended and perhaps put in force again."""
        return self.filter(
            vote__counted=True, submission__status__in=[*sorted(IN_FORCE), Status.SUSPENDED.value]
        )

    def visible_to(self, user: Any) -> Self:
        entries = Entry.objects.visible_to(user).order_by().values("pk")
        return self.filter(submission__entry__in=entries)

    def seen_to_by(self, user: Any) -> Self:
        """Those that are theirs by name, or their team's."""
        return self.filter(
            Q(owner=user) | Q(owner=None, submission__entry__owner_team__in=user.memberships.values("team"))
        )

    def told(self) -> Self:
        """With all that is said of one."""
        return self.select_related("owner", "vote__voter", "submission__entry__owner_team")


class Condition(models.Model):
    """Something that a vote asks for, by a day that counts as the last one.

    ``expression`` is in the language of packs, see ``policies.conditions``; it closes by itself, and the
    database lets nobody change what is closed. Nobody in particular owns it where ``owner`` is None: the
    team does. ``evidence`` is what was seen when it was met, and the digests of the record and the packs.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="conditions")
    round = models.PositiveSmallIntegerField()
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="conditions")
    text = models.TextField()
    expression = models.JSONField()
    owner = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="conditions"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ConditionState, default=ConditionState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    evidence: "models.JSONField[Mapping[str, Any], Any]" = models.JSONField(default=dict)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ("submission", "round", "due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(expression={}), name="every_condition_says_what_it_asks"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="closed_conditions_have_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="met") | ~Q(evidence={}), name="met_conditions_have_evidence"
            ),
        )
        indexes = (
            models.Index(fields=("due_on",), condition=Q(state="open"), name="open_conditions_by_day"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def subject(self) -> str:
        return f"condition:{self.pk}"

    @property
    def is_overdue(self) -> bool:
        return self.state == ConditionState.OPEN and self.due_on < clock.today()

    @property
    def days_left(self) -> int:
        """Until its last day, which counts; below 0 once that has passed."""
        return (self.due_on - clock.today()).days
