"""Seats and groups: who gives them, what they open, and that they close again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.groups import AUDITORS, COUNCIL, LEADERS, OPERATORS
from governance.models import Seat
from governance.services.seats import appoint, end_seat, give_seat, leave_group, release_ended_terms
from registry import clock
from registry.models import AuditEvent, Entry, User
from tests.personas import make_entry, make_person

pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_seat_opens_the_admin_and_the_register(stranger, operator):
    entry = make_entry()
    assert not Entry.objects.visible_to(stranger).exists()

    give_seat(stranger, "privacy", by=operator)

    assert fresh(stranger).is_staff
    assert Entry.objects.visible_to(fresh(stranger)).get() == entry


def test_a_seat_closes_them_again_once_its_last_day_is_over(stranger, operator):
    make_entry()
    seat = give_seat(stranger, "privacy", by=operator)

    end_seat(seat, by=operator, last_day=clock.today())
    assert fresh(stranger).is_staff

    with clock.at(clock.now() + timedelta(days=1)):
        assert release_ended_terms() == 1
        assert release_ended_terms() == 0
    assert not fresh(stranger).is_staff
    assert not Entry.objects.visible_to(fresh(stranger)).exists()


def test_the_admin_stays_open_for_another_seat_or_group(stranger, operator):
    seat = give_seat(stranger, "privacy", by=operator, since=clock.today() - timedelta(days=9))
    other = give_seat(stranger, "it", by=operator, since=clock.today() - timedelta(days=9))
    appoint(stranger, AUDITORS, by=operator)
    yesterday = clock.today() - timedelta(days=1)

    end_seat(seat, by=operator, last_day=yesterday)
    assert fresh(stranger).groups.filter(name=COUNCIL).exists()

    end_seat(other, by=operator, last_day=yesterday)
    assert not fresh(stranger).groups.filter(name=COUNCIL).exists()
    assert fresh(stranger).is_staff

    leave_group(stranger, AUDITORS, by=operator)
    assert not fresh(stranger).is_staff


@pytest.mark.parametrize("who", ["stranger", "team_owner", "privacy_officer", "auditor", "leader"])
def test_only_an_operator_gives_and_ends_seats_and_appoints(who, request, it_lead):
    person, seat = request.getfixturevalue(who), Seat.objects.get(holder=it_lead)
    for attempt in (
        lambda: give_seat(make_person("Nora New"), "privacy", by=person),
        lambda: end_seat(seat, by=person, last_day=clock.today()),
        lambda: appoint(make_person("Nils New"), AUDITORS, by=person),
        lambda: leave_group(it_lead, COUNCIL, by=person),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert fresh(it_lead).seats.get().until is None


@pytest.mark.parametrize("who", ["operator", "administrator"])
def test_nobody_gives_themselves_a_seat_or_a_group(who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied, match="themselves"):
        give_seat(person, "privacy", by=person)
    with pytest.raises(PermissionDenied, match="themselves"):
        appoint(person, AUDITORS, by=person)


def test_the_council_is_entered_by_a_seat_alone(stranger, operator):
    with pytest.raises(ValueError, match="seat"):
        appoint(stranger, COUNCIL, by=operator)


def test_a_seat_is_held_once(stranger, operator):
    give_seat(stranger, "privacy", by=operator)
    with pytest.raises(ValueError, match="already"):
        give_seat(stranger, "privacy", by=operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(holder=stranger, function="privacy")


def test_who_has_left_gets_no_seat(stranger, operator):
    stranger.is_active = False
    with pytest.raises(ValueError, match="left"):
        give_seat(stranger, "privacy", by=operator)


def test_a_term_can_not_end_before_it_began(privacy_officer, operator):
    with pytest.raises(ValueError, match="before"):
        end_seat(privacy_officer.seats.get(), by=operator, last_day=clock.today() - timedelta(days=1))


@pytest.mark.parametrize(("group", "opens"), [(AUDITORS, True), (OPERATORS, True), (LEADERS, False)])
def test_a_group_opens_the_admin_to_who_works_there(stranger, operator, group, opens):
    appoint(stranger, group, by=operator)

    assert fresh(stranger).is_staff is opens
    assert AuditEvent.objects.filter(action="group.joined", subject=f"person:{stranger.uid}").count() == 1


def test_a_term_that_has_its_last_day_is_not_made_longer(privacy_officer, operator):
    seat = Seat.objects.get(holder=privacy_officer)
    end_seat(seat, by=operator, last_day=clock.today())
    with pytest.raises(ValueError, match="anew"):
        end_seat(seat, by=operator, last_day=clock.today() + timedelta(days=1))
    assert Seat.objects.get(pk=seat.pk).until == clock.today()


def test_an_operator_who_leaves_the_group_may_do_nothing_more(operator, administrator):
    appoint(administrator, OPERATORS, by=operator)
    leave_group(fresh(administrator), OPERATORS, by=operator)
    left = fresh(administrator)
    assert not left.is_superuser
    assert not left.is_staff
    assert not left.has_perm("registry.add_user")
