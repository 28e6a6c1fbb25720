"""Voting on what one has a part in, or without the seat."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from governance.models import Verdict
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import withdraw
from registry import clock
from registry.models import Role, User
from registry.services.people import grant_role, revoke_role
from tests.governance.attacks.world import WORDS, World
from tests.personas import PASSWORD, change_entry, make_entry, make_person, make_submission, make_team


def own_team_by_role(role: Role) -> Callable[[World], None]:
    return lambda world: world.vote(world.insider(role))


def without_the_seat(**facts: Any) -> Callable[[World], None]:
    return lambda world: world.vote(make_person("Otis Other", **facts))


def the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    world.vote(world.cara)


def as_an_alternate(world: World) -> None:
    give_seat(world.cara, "privacy", by=None, is_alternate=True)
    world.vote(world.cara)


def after_leaving_the_team(world: World) -> None:
    person = world.insider()
    withdraw(world.submission, by=world.cara)
    world.submission = make_submission(world.submission.entry, by=world.cara)
    revoke_role(person, make_team("marketing"), by=None)
    world.vote(person)


def after_handing_the_entry_over(world: World) -> None:
    person = world.insider()
    change_entry(world.submission.entry, owner_team=make_team("sales").key)
    world.vote(person)


def after_taking_the_entry_over(world: World) -> None:
    grant_role(world.pia, make_team("sales"), Role.VIEWER, by=None)
    change_entry(world.submission.entry, owner_team="sales")
    world.vote(world.pia)


def edited_it(world: World, *, accountable: bool = False) -> None:
    entry = make_entry(description=WORDS)
    if accountable:
        change_entry(entry, accountable_person=world.pia.email)
    else:
        person = world.pia
        grant_role(person, make_team("marketing"), Role.MEMBER, by=None)
        change_entry(entry, by=person, description=f"{WORDS} Soon.")
        revoke_role(person, make_team("marketing"), by=None)
    world.submission = make_submission(entry, by=world.cara)
    if accountable:
        change_entry(entry, accountable_person=None)
    world.vote(world.pia)


def accountable_and_handed_on(world: World) -> None:
    edited_it(world, accountable=True)


def accountable_for_what_is_linked(world: World) -> None:
    vote_with_linked(world, accountable_person=world.pia.email)


def wrote_what_is_linked(world: World) -> None:
    person, team = world.pia, make_team("sales")
    grant_role(person, team, Role.MEMBER, by=None)
    vote_with_linked(world, owner_team=team, by=person)


def owns_the_team_of_what_is_linked(world: World) -> None:
    grant_role(world.pia, make_team("sales"), Role.OWNER, by=None)
    vote_with_linked(world, owner_team="sales")


def vote_with_linked(world: World, **facts: Any) -> None:
    source = make_entry("data_source", description="Who bought what, and when.", **facts)
    entry = make_entry(description=WORDS, data_links=[{"data_source": source.key}])
    world.submission = make_submission(entry, by=world.cara)
    world.vote(world.pia)


def second_account(world: World) -> None:
    world.vote(make_person("Cara Campaign", email="cara.private@example.org"))


def second_account_given_a_seat_by_its_owner(world: World) -> None:
    second = make_person("Cara Second", group="Operators")
    with suppress(PermissionDenied):
        give_seat(second, "privacy", by=second)
    world.vote(second)


def seated_by_the_submitter(world: World) -> None:
    friend = make_person("Fay Friend")
    with suppress(PermissionDenied):
        give_seat(friend, "privacy", by=world.cara)
    world.vote(friend)


def superuser(world: World) -> None:
    world.vote(User.objects.create_superuser("root@example.org", PASSWORD, name="Rita Root"))


def seat_that_ended(world: World) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        former = make_person("Fred Former", seat="privacy")
    end_seat(former.seats.get(), by=None, last_day=clock.today() - timedelta(days=1))
    world.vote(former)


def seat_to_come(world: World) -> None:
    person = make_person("Nadia Next")
    give_seat(person, "privacy", by=None, since=clock.today() + timedelta(days=1))
    world.vote(person)


def closed_account(world: World) -> None:
    world.pia.is_active = False
    world.pia.save()
    world.vote(world.pia)


def after_recusing_oneself(world: World) -> None:
    make_person("Percy Privacy", seat="privacy")
    world.vote(world.pia, Verdict.RECUSE)
    world.vote(world.pia)
