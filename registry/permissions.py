"""Who may. One question, asked in one way everywhere."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from registry.models import Entry, Membership, Role, Team, User
from registry.models.entry import EntryGroupObjectPermission, EntryUserObjectPermission
from registry.models.people import TeamGroupObjectPermission, TeamUserObjectPermission

ROLE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.VIEWER: ("view_entries",),
    Role.MEMBER: ("view_entries", "edit_entries", "submit_entries"),
    Role.OWNER: ("view_entries", "edit_entries", "submit_entries", "manage_members"),
}


def may(user: Any, permission: str, thing: Any = None) -> bool:
    """Whether ``user`` holds ``permission`` over everything, or over ``thing``.

    Django answers False for an object as soon as the permission is a global one, and guardian lists the
    object all the same: asking for either keeps lists and details in agreement.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_perm(permission) or (thing is not None and user.has_perm(permission, thing))


def may_edit(user: Any, team: Team) -> bool:
    return may(user, "registry.change_entry") or may(user, "registry.edit_entries", team)


def may_submit(user: Any, entry: Entry) -> bool:
    return may(user, "registry.submit_entries", entry.owner_team)


def who_may_see(entry: Entry) -> QuerySet[User]:
    """Everybody for whom ``Entry.objects.visible_to`` has ``entry``: the same question from the other end."""
    team = {"content_object": entry.owner_team_id, "permission__codename": "view_entries"}
    one = {"content_object": entry.pk, "permission__codename": "view_entry"}
    groups = (
        TeamGroupObjectPermission.objects.filter(**team)
        .values("group")
        .union(EntryGroupObjectPermission.objects.filter(**one).values("group"))
    )
    return User.objects.filter(
        Q(pk__in=ModelBackend().with_perm("registry.view_entry").values("pk"))
        | Q(pk__in=TeamUserObjectPermission.objects.filter(**team).values("user"))
        | Q(pk__in=EntryUserObjectPermission.objects.filter(**one).values("user"))
        | Q(pk__in=User.groups.through.objects.filter(group__in=groups).values("user")),
        is_active=True,
    )


def who_submits(team: Team | int) -> QuerySet[Membership]:
    """The memberships that let people put what ``team`` owns before the council."""
    roles = [role for role, granted in ROLE_PERMISSIONS.items() if "submit_entries" in granted]
    return Membership.objects.filter(team=team, role__in=roles)


def check_may_edit(user: User | None, team: Team) -> None:
    """Raise ``PermissionDenied`` unless ``user`` (None: the system) may change things of ``team``."""
    if user is not None and not may_edit(user, team):
        raise PermissionDenied(
            f"You can't register or change entries of {team}. Ask an owner of that team for a role."
        )


def set_role_permissions(user: User, team: Team, role: str | None) -> None:
    """Make the object permissions of ``user`` on ``team`` those of ``role``, and no others."""
    granted = set(ROLE_PERMISSIONS[role]) if role else set()
    for permission in sorted(set(ROLE_PERMISSIONS[Role.OWNER])):
        change = assign_perm if permission in granted else remove_perm
        change(permission, user, team)
