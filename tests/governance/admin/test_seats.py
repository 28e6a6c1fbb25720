"""Seats in the admin: alternates are given there, and lent votes are read there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Seat
from governance.services.delegations import delegate_seat
from registry import clock

pytestmark = pytest.mark.django_db


def test_an_operator_seats_an_alternate(client, operator, stranger):
    client.force_login(operator)
    said = {
        "holder": stranger.pk,
        "function": "privacy",
        "since": clock.today().isoformat(),
        "is_alternate": "on",
    }
    client.post(reverse("admin:governance_seat_add"), said)
    assert Seat.objects.get(holder=stranger).is_alternate


def test_lent_votes_are_read_in_the_list_of_seats(client, operator, privacy_officer, it_lead):
    until = clock.today() + timedelta(days=7)
    seat = privacy_officer.seats.get()
    delegate_seat(seat, it_lead, by=privacy_officer, until=until, reason="On leave.")
    client.force_login(operator)
    listed = client.get(reverse("admin:governance_seat_changelist")).content.decode()
    assert "Ivo Infrastructure until" in listed
