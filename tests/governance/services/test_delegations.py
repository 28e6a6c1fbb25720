"""Votes that are lent: by whom and to whom, what they count for, and when they count no more."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Verdict
from governance.services.delegations import DelegationRefused, delegate_seat, end_delegation
from governance.services.seats import give_seat
from governance.voters import Bench
from governance.workflow import Status
from registry import clock
from registry.models import AuditEvent
from tests.deciding import vote
from tests.personas import make_draft, make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule", "shipped_charter")]
# By the shipped charter a use case that is not classified takes privacy and security.


def lend(lender, delegate, days=7):
    until = clock.today() + timedelta(days=days)
    return delegate_seat(lender.seats.get(), delegate, by=lender, until=until, reason="On leave.")


def said_for(seat, submission):
    return Bench(submission).tally(submission.votes.standing()).said[seat]


def test_a_lent_vote_is_heard_for_the_seat_until_it_is_taken_back(privacy_officer, security_officer, counsel):
    lent = lend(privacy_officer, counsel)
    submission = make_submission()
    vote(submission, counsel)
    said = submission.votes.get()
    assert (said.seat, said.on_behalf_of) == ("privacy", privacy_officer)

    end_delegation(lent, by=privacy_officer)
    assert vote(submission, security_officer).status == Status.IN_REVIEW
    assert vote(submission, privacy_officer).status == Status.APPROVED


def test_a_lent_vote_gives_way_to_its_lender_and_not_to_another_holder(privacy_officer, counsel, it_lead):
    """Sven and Sara share the security seat; Sven lent his vote to counsel, and said something in the end."""
    sven, sara = (make_person(name, seat="security") for name in ("Sven Security", "Sara Security"))
    lend(sven, counsel)
    submission = make_submission()
    vote(submission, counsel, Verdict.APPROVE_WITH_CONDITIONS, conditions=[make_draft()])
    vote(submission, sara)
    said = submission.votes.get(on_behalf_of=sven)
    assert said_for("security", submission) == Verdict.APPROVE_WITH_CONDITIONS

    vote(submission, sven, Verdict.ABSTAIN)
    assert said_for("security", submission) == Verdict.APPROVE
    assert vote(submission, it_lead).status == Status.IN_REVIEW
    assert vote(submission, privacy_officer).status == Status.APPROVED
    said.refresh_from_db()
    assert (said.counted, said.conditions.get().state) == (False, "dropped")


def test_who_is_an_alternate_and_was_lent_the_vote_of_the_holder_speaks_as_the_holder(
    privacy_officer, security_officer, it_lead
):
    give_seat(it_lead, "security", by=None, is_alternate=True)
    lent = lend(security_officer, it_lead)
    submission = make_submission()
    vote(submission, it_lead)
    said = submission.votes.get()
    assert (said.seat, said.on_behalf_of, said.is_alternate) == ("security", security_officer, False)
    end_delegation(lent, by=security_officer)
    assert vote(submission, privacy_officer).status == Status.IN_REVIEW, "it was the holder's vote"
    assert vote(submission, it_lead).status == Status.APPROVED, "the same words are another vote now"


def test_a_vote_that_was_lent_by_who_has_a_part_is_not_heard(marketing, security_officer, counsel):
    insider = make_person("Ina Insider", seat="privacy", team=marketing)
    lend(insider, counsel)
    submission = make_submission(make_entry(description="Calls customers who are about to leave."))

    submission = vote(submission, counsel)
    assert submission.votes.get().seat == "legal"
    assert submission.votes.get().on_behalf_of is None


@pytest.mark.parametrize("between", [0, 1, 2])
def test_no_vote_comes_back_to_who_lent_it_over_however_many_others(privacy_officer, counsel, between):
    people = [privacy_officer, counsel, *(make_person(f"Member {one}", seat="it") for one in range(between))]
    for lender, delegate in pairwise(people):
        lend(lender, delegate)
    with pytest.raises(PermissionDenied, match="Choose somebody who lent theirs to nobody"):
        lend(people[-1], privacy_officer)
    assert not people[-1].seats.get().delegations.exists()
    refused = AuditEvent.objects.get(action="seat.delegation_refused")
    assert not any(one.name in refused.body["why"] for one in people)


def test_what_would_be_a_circle_is_none_once_a_loan_in_it_ended(privacy_officer, counsel, it_lead):
    lend(privacy_officer, counsel)
    lend(counsel, it_lead)
    lend(privacy_officer, it_lead)
    lend(counsel, privacy_officer)
    assert counsel.seats.get().delegations.in_force().get().delegate == privacy_officer


def test_one_of_several_seats_can_be_lent_anew_and_a_circle_over_another_is_refused(
    privacy_officer, counsel, it_lead
):
    second = give_seat(privacy_officer, "marketing", by=None)
    until = clock.today()
    delegate_seat(second, counsel, by=privacy_officer, until=until, reason="Away.")
    with pytest.raises(PermissionDenied):
        lend(counsel, privacy_officer)
    delegate_seat(second, it_lead, by=privacy_officer, until=until, reason="Away.")
    lend(counsel, privacy_officer)


@pytest.mark.parametrize("chosen", ["themselves", "a stranger", "a circle", "much later", "no reason"])
def test_a_vote_is_lent_to_nobody_who_could_not_cast_it(privacy_officer, counsel, stranger, chosen):
    seat, until = privacy_officer.seats.get(), clock.today() + timedelta(days=7)
    delegate = {"themselves": privacy_officer, "a stranger": stranger}.get(chosen, counsel)
    if chosen == "a circle":
        lend(counsel, privacy_officer)
    later = until + timedelta(days=400) if chosen == "much later" else until
    reason = "" if chosen == "no reason" else "On leave."
    with pytest.raises((DelegationRefused, PermissionDenied)):
        delegate_seat(seat, delegate, by=privacy_officer, until=later, reason=reason)


def test_only_who_holds_a_seat_lends_its_vote_and_attempts_are_recorded(privacy_officer, counsel):
    with pytest.raises(PermissionDenied):
        delegate_seat(
            privacy_officer.seats.get(), counsel, by=counsel, until=clock.today(), reason="Mine now."
        )
    assert AuditEvent.objects.filter(action="seat.delegation_refused").exists()
