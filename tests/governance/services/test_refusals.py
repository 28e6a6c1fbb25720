"""What people were refused stands in the record, by what they tried; what Muster does is never refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance.groups import AUDITORS
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.interests import declare_interest, end_interest
from governance.services.seats import appoint, end_seat, give_seat, leave_group
from governance.services.submissions import submit_entry
from registry import clock
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, User
from tests.personas import make_entry, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def refusals(by: User) -> list[tuple[str, str]]:
    found = AuditEvent.objects.filter(actor=str(by.uid), action__endswith="_refused").order_by("at", "pk")
    return list(found.values_list("subject", "action"))


def refused(act: Callable[[], Any], by: User) -> list[tuple[str, str]]:
    with pytest.raises(PermissionDenied):
        act()
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))
    return refusals(by)


def test_who_seats_themselves_or_without_the_right_is_recorded_of_whom_they_would_have_seated(
    operator, campaign_manager, stranger
):
    tried = refused(lambda: give_seat(operator, "privacy", by=operator), operator)
    assert tried == [(operator.subject, "seat.giving_refused")]
    tried = refused(lambda: give_seat(stranger, "privacy", by=campaign_manager), campaign_manager)
    assert tried == [(stranger.subject, "seat.giving_refused")]


def test_who_ends_a_term_without_the_right_is_recorded_of_the_seat(privacy_officer, campaign_manager):
    seat = privacy_officer.seats.get()
    tried = refused(lambda: end_seat(seat, by=campaign_manager, last_day=clock.today()), campaign_manager)
    assert tried == [(seat.subject, "seat.ending_refused")]


def test_who_appoints_or_dismisses_without_the_right_is_recorded_of_the_person(operator, campaign_manager):
    tried = refused(lambda: appoint(operator, AUDITORS, by=operator), operator)
    assert tried == [(operator.subject, "group.joining_refused")]
    tried = refused(lambda: leave_group(operator, AUDITORS, by=campaign_manager), campaign_manager)
    assert tried == [(operator.subject, "group.leaving_refused")]


def test_who_ends_a_loan_of_others_is_recorded_of_it(privacy_officer, campaign_manager):
    counsel, seat = make_person("Lara Legal", seat="legal"), privacy_officer.seats.get()
    lent = delegate_seat(seat, counsel, by=privacy_officer, until=clock.today(), reason="Away.")
    tried = refused(lambda: end_delegation(lent, by=campaign_manager), campaign_manager)
    assert tried == [(lent.subject, "delegation.ending_refused")]


def test_who_submits_what_is_not_theirs_is_recorded_of_the_entry(stranger):
    entry = make_entry(description="Calls customers who are about to leave.")
    tried = refused(lambda: submit_entry(entry, by=stranger), stranger)
    assert tried == [(entry.subject, "entry.submission_refused")]


def test_who_declares_interests_without_a_seat_or_ends_those_of_others_is_recorded(privacy_officer, stranger):
    made = declare_interest("Acme", "Shares.", by=privacy_officer)
    refused(lambda: declare_interest("Acme", "Shares.", by=stranger), stranger)
    assert refused(lambda: end_interest(made, by=stranger), stranger) == [
        (stranger.subject, "interest.declaration_refused"),
        (made.subject, "interest.ending_refused"),
    ]


def test_the_same_refusal_is_recorded_once_a_day_of_each_person_and_thing(stranger, campaign_manager, later):
    entry, other = (make_entry(owner_team="sales", description="Calls customers.") for _ in range(2))
    for _ in range(3):
        refused(lambda: submit_entry(entry, by=stranger), stranger)
    assert refused(lambda: submit_entry(entry, by=campaign_manager), campaign_manager) == [
        (entry.subject, "entry.submission_refused")
    ]
    assert len(refused(lambda: submit_entry(other, by=stranger), stranger)) == 2
    later(1)
    assert len(refused(lambda: submit_entry(other, by=stranger), stranger)) == 3
