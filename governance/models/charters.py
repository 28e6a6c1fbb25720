"""Charters that somebody proposed, and which of them the council adopted.

The texts are never changed or deleted (see ``governance.sealing``): a round names its charter by digest.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from registry import clock


class CharterStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ADOPTED = "adopted", "Adopted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CharterChangeQuerySet(models.QuerySet):
    def adopted(self) -> Self:
        """The one in force first."""
        return self.filter(number__isnull=False).order_by("-number")

    def with_people(self) -> Self:
        return self.select_related("proposed_by", "decided_by")


class CharterChange(models.Model):
    """One proposed charter, and what became of it.

    ``based_on`` is the digest of the charter in force when it was proposed: on another one it can't be
    adopted. ``number`` counts what was adopted, and the highest is in force.
    """

    text = models.TextField()
    digest = models.CharField(max_length=64)
    based_on = models.CharField(max_length=64)
    reason = models.TextField()
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="charters_proposed")
    proposed_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=10, choices=CharterStatus, default=CharterStatus.PROPOSED)
    number = models.PositiveIntegerField(null=True, unique=True)
    decided_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, related_name="charters_decided"
    )
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    objects = CharterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "change of the charter"
        verbose_name_plural = "changes of the charter"
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="every_change_of_charter_says_why"),
            models.CheckConstraint(
                condition=Q(status="withdrawn") | Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_on_a_charter_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by=None, decided_at=None)
                | ~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_charters_say_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="adopted", number__isnull=False) | ~Q(status="adopted") & Q(number=None),
                name="what_is_adopted_has_a_number",
            ),
        )

    def __str__(self) -> str:
        return f"Change {self.pk} of the charter"

    @property
    def subject(self) -> str:
        return f"charter:{self.pk}"

    @property
    def content(self) -> dict[str, Any]:
        """What the ledger keeps of it: digests, since a reason may name people."""
        return {"charter": self.digest, "based_on": self.based_on}
