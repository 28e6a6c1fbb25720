"""Seats, lent votes, declared interests and charters are held against the ledger."""

from datetime import timedelta

import pytest

from governance.charter import charter_text
from governance.models import CharterChange, Delegation, Interest, Seat
from governance.services.charters import adopt_charter, propose_charter
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.interests import declare_interest, end_interest
from governance.services.seats import end_seat
from governance.services.verifying_council import find_changed_council
from registry import clock

pytestmark = pytest.mark.django_db


def reasons() -> list[str]:
    return [one.reason for one in find_changed_council()]


@pytest.fixture
def council(privacy_officer, it_lead):
    """Two seats, one vote that was lent and one taken back, an interest that ended, a charter adopted."""
    until = clock.today() + timedelta(days=7)
    for _ in range(2):
        delegate_seat(privacy_officer.seats.get(), it_lead, by=privacy_officer, until=until, reason="Away.")
    end_delegation(Delegation.objects.first(), by=privacy_officer)
    delegate_seat(privacy_officer.seats.get(), it_lead, by=privacy_officer, until=until, reason="Again.")
    end_interest(declare_interest("Example Mail", "Shares.", by=it_lead), by=it_lead)
    text = charter_text().replace("days: 14", "days: 7")
    adopt_charter(propose_charter(text, by=it_lead, reason="Shorter."), by=privacy_officer, reason="Yes.")
    end_seat(it_lead.seats.get(), by=None, last_day=until)


@pytest.mark.parametrize(
    ("model", "forged", "told"),
    [
        (Seat, {"is_alternate": True}, "whose seat it is, or since when, was changed"),
        (Seat, {"since": "2020-01-01"}, "whose seat it is, or since when, was changed"),
        (Seat, {"until": "2099-01-01"}, "its last day was changed"),
        (Delegation, {"until": "2099-01-01"}, "who was lent the vote, for how long, or why, was changed"),
        (Delegation, {"reason": "Leave."}, "who was lent the vote, for how long, or why, was changed"),
        (Interest, {"vendor": "Another"}, "who declared it, in whom, since when, or what it is, was changed"),
        (Interest, {"what": "Nothing."}, "who declared it, in whom, since when, or what it is, was changed"),
        (Interest, {"until": None}, "its last day was changed"),
    ],
)
def test_what_was_changed_past_the_services_is_found(council, model, forged, told):
    assert reasons() == []
    model.objects.update(**forged)
    assert set(reasons()) == {told}


def test_who_holds_lends_or_declares_is_held_against_the_ledger(council, it_lead, privacy_officer, stranger):
    Seat.objects.filter(holder=it_lead).update(holder=stranger, function="risk")
    Delegation.objects.filter(ended_at=None).update(delegate=stranger)
    Interest.objects.update(person=privacy_officer)
    assert len(reasons()) == 3


def test_a_vote_that_is_lent_again_or_an_interest_that_is_gone_is_found(council):
    newest = Delegation.objects.first()
    Delegation.objects.filter(pk=newest.pk).update(ended_at=clock.now())
    Interest.objects.all().delete()
    assert reasons() == ["whether it has ended was changed", "the interest that the ledger tells of is gone"]


def test_a_charter_that_nobody_proposed_is_found(council, it_lead):
    text = charter_text()
    CharterChange.objects.create(
        text=text, digest="0" * 64, based_on="0" * 64, reason="Mine.", proposed_by=it_lead
    )
    assert reasons() == ["the ledger tells of no such change of the charter"]
