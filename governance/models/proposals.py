"""What one person proposes and another decides on: a change of the rules, or of the charter."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q

from registry import clock

PROPOSED: Final = "proposed"


class ProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=PROPOSED)


class Proposal(models.Model):
    """One proposed change, and what became of it; its ``status`` is a column of each kind's own.

    ``based_on`` is the digest of what was in force when it was proposed: on anything else it can't be put in
    force. ``number`` counts what was, and the highest is in force; earlier ones stay.
    """

    based_on = models.CharField(max_length=64)
    reason = models.TextField()
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="%(class)ss_proposed")
    proposed_at = models.DateTimeField(default=clock.now)
    number = models.PositiveIntegerField(null=True, unique=True)
    decided_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, related_name="%(class)ss_decided"
    )
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    if TYPE_CHECKING:
        status: models.CharField[str, str]

        def get_status_display(self) -> str: ...
        @property
        def subject(self) -> str: ...
        @property
        def content(self) -> dict[str, Any]:
            """What the ledger keeps of it: digests, since a reason may name people."""
            ...

    class Meta:
        abstract = True
        ordering = ("-proposed_at", "-pk")

    @property
    def is_open(self) -> bool:
        return bool(self.status == PROPOSED)


def proposals_hold(
    in_force: str, *, says_why: str, by_whom: str, has_number: str
) -> tuple[models.CheckConstraint, ...]:
    """What the database holds of each kind, by the names that it has there; ``in_force`` is its status."""
    is_in_force, is_open = Q(status=in_force), Q(status=PROPOSED)
    return (
        models.CheckConstraint(condition=~Q(reason=""), name=says_why),
        models.CheckConstraint(
            condition=Q(status=PROPOSED, decided_by=None, decided_at=None)
            | ~is_open & Q(decided_by__isnull=False, decided_at__isnull=False),
            name=by_whom,
        ),
        models.CheckConstraint(
            condition=Q(status=in_force, number__isnull=False) | ~is_in_force & Q(number=None),
            name=has_number,
        ),
    )
