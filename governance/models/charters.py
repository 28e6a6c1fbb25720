"""Charters that somebody proposed, and which of them the council adopted.

The texts are never changed or deleted (see ``governance.sealing``): a round names its charter by digest.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from governance.models.proposals import Proposal, ProposalQuerySet, proposals_hold


class CharterStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ADOPTED = "adopted", "Adopted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CharterChangeQuerySet(ProposalQuerySet):
    def adopted(self) -> Self:
        """The one in force first."""
        return self.filter(number__isnull=False).order_by("-number")

    def with_people(self) -> Self:
        return self.select_related("proposed_by", "decided_by")


class CharterChange(Proposal):
    """One proposed charter."""

    text = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=CharterStatus, default=CharterStatus.PROPOSED)

    objects = CharterChangeQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = "change of the charter"
        verbose_name_plural = "changes of the charter"
        constraints = (
            models.CheckConstraint(
                condition=Q(status="withdrawn") | Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_on_a_charter_of_their_own",
            ),
            *proposals_hold(
                CharterStatus.ADOPTED,
                says_why="every_change_of_charter_says_why",
                by_whom="decided_charters_say_by_whom",
                has_number="what_is_adopted_has_a_number",
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
