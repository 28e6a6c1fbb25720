"""Reads. What a user may see is decided here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from guardian.shortcuts import get_objects_for_user

if TYPE_CHECKING:
    from registry.models.people import User


class EntryQuerySet(models.QuerySet):
    def named(self, names: Iterable[tuple[str, str]]) -> Self:
        """Those of these kinds and keys."""
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for kind, key in names:
            keys[kind].add(key)
        same = Q(pk__in=[])
        for kind, of_kind in keys.items():
            same |= Q(kind=kind, key__in=sorted(of_kind))
        return self.filter(same)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Entries of the user's teams, those shared with the user, or all for who may see them all."""
        return self._allowed(
            user, everything="registry.view_entry", team="registry.view_entries", shared=True
        )

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        return self._allowed(
            user, everything="registry.change_entry", team="registry.edit_entries", shared=False
        )

    def _allowed(self, user: "User | AnonymousUser", *, everything: str, team: str, shared: bool) -> Self:
        from registry.models.people import Team

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm(everything):
            return self
        teams = get_objects_for_user(user, team, Team, accept_global_perms=False)
        allowed = Q(owner_team__in=teams.order_by().values("pk"))
        if shared:
            one_by_one = get_objects_for_user(user, everything, self.model, accept_global_perms=False)
            allowed |= Q(pk__in=one_by_one.order_by().values("pk"))
        return self.filter(allowed)
