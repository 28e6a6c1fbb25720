"""Teams, people and the roles they hold."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from registry import permissions
from registry.ledger.writing import record
from registry.models import Membership, Role, Team, User


@transaction.atomic
def create_team(key: str, name: str, *, by: User | None, **facts: Any) -> Team:
    """Create a team; facts are those of ``policies/record/team.yaml``."""
    _check_may_manage(by, None)
    team = Team.objects.create(key=key, name=name, **facts)
    record("team.created", f"team:{key}", by=by, name=name)
    return team


@transaction.atomic
def invite_person(email: str, name: str, *, by: User | None, **facts: Any) -> User:
    """Create a person who can sign in once they have set a password through their invitation.

    Raises ``ValueError`` where the address is taken.
    """
    _check_may_manage(by, None)
    if User.objects.filter(email__iexact=email).exists():
        raise ValueError("Someone with this e-mail address is here already.")
    user = User.objects.create_user(email, name=name, **facts)
    record("person.invited", user, by=by)
    return user


@transaction.atomic
def grant_role(user: User, team: Team, role: Role, *, by: User | None) -> Membership:
    """Give ``user`` the ``role`` in ``team``, in place of any other there."""
    _check_may_manage(by, team)
    _check_is_another(by, user)
    membership, _ = Membership.objects.update_or_create(user=user, team=team, defaults={"role": role})
    permissions.set_role_permissions(user, team, role)
    record("role.granted", f"team:{team.key}", by=by, person=str(user.uid), role=str(role))
    _roles_changed(user)
    return membership


@transaction.atomic
def revoke_role(user: User, team: Team, *, by: User | None) -> None:
    """Take away whatever role ``user`` has in ``team``."""
    _check_may_manage(by, team)
    deleted, _ = Membership.objects.filter(user=user, team=team).delete()
    permissions.set_role_permissions(user, team, None)
    if deleted:
        record("role.revoked", f"team:{team.key}", by=by, person=str(user.uid))
        _roles_changed(user)


@transaction.atomic
def join_group(user: User, group: Group, *, by: User | None) -> None:
    """Give ``user`` what a group of the whole organisation may do (council, auditors, leaders)."""
    _check_may_manage(by, None)
    _check_is_another(by, user)
    user.groups.add(group)
    record("group.joined", user, by=by, group=group.name)


@transaction.atomic
def set_password(user: User, password: str, *, by: User) -> User:
    """Set the password that ``user`` signs in with; every other session of theirs ends."""
    if by != user:
        raise PermissionDenied("People set their own passwords.")
    user.set_password(password)
    user.save(update_fields=["password"])
    record("person.password_set", user, by=by)
    return user


def _roles_changed(user: User) -> None:
    for path in settings.MUSTER_AFTER_ROLES:
        import_string(path)(user)


def _check_may_manage(by: User | None, team: Team | None) -> None:
    if by is None or permissions.may(by, "registry.add_user"):
        return
    if team is None or not permissions.may(by, "registry.manage_members", team):
        raise PermissionDenied("Only an owner of the team or an operator can do this.")


def _check_is_another(by: User | None, person: User) -> None:
    if by == person:
        raise PermissionDenied("Nobody gives themselves a role or a group: ask someone else who may.")
