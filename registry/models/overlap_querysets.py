"""Reads of near duplicates. A pair is only ever shown to who may see both of its entries."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from registry.models.entry import Entry
    from registry.models.people import Team, User


class OverlapSignatureQuerySet(models.QuerySet):
    def signed_otherwise(self, stamp: str) -> Self:
        """Those that another release or other aliases made."""
        # Unlike "not equal", two ranges are looked up in the index.
        return self.filter(Q(signed_by__lt=stamp) | Q(signed_by__gt=stamp))

    def uncompared(self, stamp: str) -> Self:
        """Those that were signed, and that this release has yet to compare with others."""
        return self.exclude(digest="").not_compared_by(stamp)

    def not_compared_by(self, stamp: str) -> Self:
        """The same, and those that nobody has signed yet."""
        return self.filter(Q(compared_by__lt=stamp) | Q(compared_by__gt=stamp))


class OverlapPairQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Pairs of which the user may see both entries."""
        from registry.models.entry import Entry

        if user.has_perm("registry.view_entry"):
            return self
        visible = Entry.objects.visible_to(user).order_by().values("pk")
        return self.filter(left__in=visible, right__in=visible)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def of_team(self, team: "Team") -> Self:
        """Pairs in which an entry is the team's."""
        return self.filter(Q(left__owner_team=team) | Q(right__owner_team=team))

    def of_entry(self, entry: "Entry") -> Self:
        return self.filter(Q(left=entry) | Q(right=entry))

    def at_least(self, score: float) -> Self:
        return self.filter(score__gte=score)

    def at_level(self, level: str) -> Self:
        return self.filter(level=level)

    def with_sides(self) -> Self:
        """With both entries and their teams, in one query."""
        return self.select_related("left__owner_team", "right__owner_team")
