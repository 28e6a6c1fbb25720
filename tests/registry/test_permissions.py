"""Lists and details agree on who may see what."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from guardian.shortcuts import assign_perm, get_objects_for_user

from registry.models import Entry, Membership, Role, Team
from registry.permissions import may, may_edit, who_may_see
from registry.services.entries import save_manifest
from registry.services.organisation import set_organisation
from registry.services.people import create_team, grant_role, invite_person, revoke_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams():
    return [create_team(key, key.title(), by=None) for key in ("sales", "service")]


@pytest.fixture
def entries(teams):
    return [
        save_manifest(
            {"muster": 1, "kind": "tool", "key": t.key, "title": t.name, "owner_team": t.key}, by=None
        )
        for t in teams
    ]


@pytest.fixture
def person():
    return invite_person("pat@example.com", "Pat", by=None)


@pytest.mark.parametrize("to", ["person", "group", "another"])
@pytest.mark.parametrize("permission", ["view_entries", "edit_entries", "view_entry"])
def test_what_is_seen_is_what_the_grants_say_as_guardian_reads_them(entries, teams, person, permission, to):
    group = Group.objects.create(name="Guests")
    other = Group.objects.create(name="Others")
    person.groups.add(group)
    whom = {"person": person, "group": group, "another": other}[to]
    assign_perm(permission, whom, entries[0] if permission == "view_entry" else teams[0])

    seen_teams = get_objects_for_user(person, "registry.view_entries", Team, accept_global_perms=False)
    shared = get_objects_for_user(person, "registry.view_entry", Entry, accept_global_perms=False)
    expected = Entry.objects.filter(Q(owner_team__in=seen_teams) | Q(pk__in=shared))
    assert set(Entry.objects.visible_to(person)) == set(expected)
    assert {entry for entry in entries if person in who_may_see(entry)} == set(expected)
    assert bool(expected) is (to != "another" and permission != "edit_entries")


def seen_by(user):
    return [entry.key for entry in Entry.objects.visible_to(user)]


def test_people_without_a_role_see_nothing(entries, person):
    assert seen_by(person) == seen_by(AnonymousUser()) == []


@pytest.mark.parametrize("role", Role)
def test_every_role_sees_the_entries_of_its_team_and_no_others(entries, teams, person, role):
    grant_role(person, teams[0], role, by=None)
    assert seen_by(person) == ["sales"]


@pytest.mark.parametrize(("role", "allowed"), [(Role.VIEWER, False), (Role.MEMBER, True), (Role.OWNER, True)])
def test_viewers_only_look(teams, person, role, allowed):
    grant_role(person, teams[0], role, by=None)
    assert may_edit(person, teams[0]) is allowed


def test_a_lower_role_takes_the_place_of_a_higher_one(teams, person):
    grant_role(person, teams[0], Role.OWNER, by=None)
    grant_role(person, teams[0], Role.VIEWER, by=None)
    assert not may_edit(person, teams[0])
    assert Membership.objects.count() == 1


def test_a_revoked_role_leaves_nothing_behind(entries, teams, person):
    grant_role(person, teams[0], Role.OWNER, by=None)
    revoke_role(person, teams[0], by=None)
    assert seen_by(person) == []
    assert not may_edit(person, teams[0])


def test_a_shared_entry_is_seen_by_itself(entries, person):
    assign_perm("registry.view_entry", person, entries[1])
    assert seen_by(person) == ["service"]


def test_who_may_see_everything_sees_it_in_the_list_and_in_the_detail(entries, person):
    person.user_permissions.add(Permission.objects.get(codename="view_entry"))
    assert seen_by(person) == ["sales", "service"]
    assert all(may(person, "registry.view_entry", entry) for entry in entries)


def test_people_who_left_see_nothing(entries, teams, person):
    grant_role(person, teams[0], Role.OWNER, by=None)
    person.is_active = False
    person.save()
    assert seen_by(person) == []
    assert not may_edit(person, teams[0])


def test_only_owners_give_roles_in_their_team(teams, person):
    friend = invite_person("fred@example.com", "Fred", by=None)
    grant_role(person, teams[0], Role.MEMBER, by=None)
    with pytest.raises(PermissionDenied):
        grant_role(friend, teams[0], Role.MEMBER, by=person)
    grant_role(person, teams[0], Role.OWNER, by=None)
    assert grant_role(friend, teams[0], Role.MEMBER, by=person).role == Role.MEMBER
    with pytest.raises(PermissionDenied):
        grant_role(friend, teams[1], Role.MEMBER, by=person)


def test_nobody_gives_themselves_a_role(entries, teams, person):
    person.user_permissions.add(Permission.objects.get(codename="add_user"))
    with pytest.raises(PermissionDenied, match="Nobody gives themselves"):
        grant_role(person, teams[0], Role.OWNER, by=person)
    assert seen_by(person) == []


def test_only_operators_say_what_holds_for_the_whole_organisation(person):
    with pytest.raises(PermissionDenied, match="Only an operator"):
        set_organisation(by=person, legal_name="Mine")
    person.user_permissions.add(Permission.objects.get(codename="change_organisation"))
    assert set_organisation(by=type(person).objects.get(pk=person.pk), legal_name="Ours").legal_name == "Ours"
