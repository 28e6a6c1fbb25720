"""Reads. What a user may see is decided here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

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
        from registry.models import entry, people

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm(everything):
            return self
        of_teams = people.TeamUserObjectPermission, people.TeamGroupObjectPermission
        allowed = _granted("owner_team", user, team, *of_teams)
        if shared:
            one_by_one = entry.EntryUserObjectPermission, entry.EntryGroupObjectPermission
            allowed |= _granted("pk", user, everything, *one_by_one)
        return self.filter(allowed)


def _granted(
    name: str, user: "User", permission: str, to_users: type[models.Model], to_groups: type[models.Model]
) -> Q:
    """Where ``name`` is an object on which the user, or a group of theirs, holds a permission.

    The same as ``get_objects_for_user`` of guardian, which takes three times as long to write the query.
    """
    codename = permission.partition(".")[2]
    direct = to_users._default_manager.filter(user=user, permission__codename=codename)
    grouped = to_groups._default_manager.filter(group__user=user, permission__codename=codename)
    return Q(**{f"{name}__in": direct.values("content_object")}) | Q(
        **{f"{name}__in": grouped.values("content_object")}
    )
