"""A charter is proposed by one and adopted by another, and holds for rounds that begin afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from governance.charter import charter, terms_of
from governance.models import CharterChange, Verdict
from governance.services.charters import (
    adopt_charter,
    propose_charter,
    reject_charter,
    withdraw_charter,
)
from governance.services.proposals import ProposalRefused, StaleProposal
from governance.services.submissions import appeal, resubmit, start_review
from governance.services.voting import cast_vote
from governance.workflow import TransitionNotAllowed
from policies.errors import CharterError
from registry import clock
from registry.models import AuditEvent
from tests.deciding import urgently, vote
from tests.personas import ONE_SEAT, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
TEXT = ONE_SEAT.read_text()
TWO_SEATS = TEXT.replace(
    "required: [privacy], minimum_votes: 1", "required: [privacy, security], minimum_votes: 2"
)

MARKETING_URGENT = TEXT.replace(
    "urgent: {seats: [privacy, security, legal, it], days: 14}", "urgent: {seats: [marketing], days: 90}"
)
SHORT_APPEAL = TEXT.replace("appeal: {seats: [legal], days: 30}", "appeal: {seats: [legal], days: 1}")


def test_a_charter_holds_for_rounds_that_begin_after_it_was_adopted(privacy_officer, security_officer):
    before = make_submission()
    change = propose_charter(TWO_SEATS, by=security_officer, reason="Security wants to see it too.")
    adopt_charter(change, by=privacy_officer, reason="Agreed in March.")
    after = make_submission()

    assert charter().digest == change.digest == after.charter_digest
    assert before.voting_terms.required == ("privacy",)
    assert after.voting_terms.required == ("privacy", "security")
    for submission, status in ((before, "approved"), (after, "in_review")):
        seen = submission.review_digest
        voted = cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="Fine.", seen_digest=seen)
        assert voted.status == status
    told = list(AuditEvent.objects.filter(subject=change.subject).values_list("action", flat=True))
    assert told == ["charter.proposed", "charter.adopted"]


def begun_before(text, *, by, adopter, member=None):
    """A submission whose round began by the charter before ``text``, which is adopted since."""
    submission = make_submission(by=member)
    adopt_charter(propose_charter(text, by=by, reason="As we do it now."), by=adopter, reason="Agreed.")
    return submission


def test_who_calls_it_urgent_and_for_how_long_is_of_the_charter_that_the_round_began_by(
    privacy_officer, security_officer, it_lead, client
):
    marketers = [make_person(f"Mia Marketing {number}", seat="marketing") for number in (1, 2)]
    submission = begun_before(MARKETING_URGENT, by=security_officer, adopter=privacy_officer)
    client.force_login(marketers[0])
    page = client.get(reverse("urgent", args=[submission.pk])).content.decode()
    assert "It counts for 14 days" in page and "Ivo Infrastructure" in page
    for person in marketers:
        with pytest.raises(PermissionDenied, match="Privacy, Security, Legal, IT"):
            urgently(submission, person)
    for person in (privacy_officer, it_lead):
        submission = urgently(submission, person)
    assert submission.valid_until == clock.today() + timedelta(days=14)

    after = make_submission()
    with pytest.raises(PermissionDenied, match="urgently: Marketing"):
        urgently(after, it_lead)
    for person in marketers:
        after = urgently(after, person)
    assert after.valid_until == clock.today() + timedelta(days=90)


def test_an_appeal_is_possible_for_as_long_as_it_was_when_the_round_began(
    privacy_officer, security_officer, campaign_manager, client, later
):
    submission = begun_before(
        SHORT_APPEAL, by=security_officer, adopter=privacy_officer, member=campaign_manager
    )
    submission = vote(submission, privacy_officer, Verdict.REJECT)
    until = clock.today() + timedelta(days=30)
    later(30)
    client.force_login(campaign_manager)
    shown = client.get(reverse("appeal", args=[submission.pk])).content.decode()
    assert f"{until:%-d %B %Y}" in shown
    submission = start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)

    submission = vote(submission, privacy_officer, Verdict.REQUEST_CHANGES)
    submission = start_review(resubmit(submission, by=campaign_manager).pk)
    submission = vote(submission, privacy_officer, Verdict.REJECT)
    counsel = make_person("Lara Legal", seat="legal")
    submission = vote(submission, counsel, Verdict.REJECT)
    later(2)
    with pytest.raises(TransitionNotAllowed, match="An appeal was possible until"):
        appeal(submission, by=campaign_manager, grounds="And page 3.")


def test_what_an_earlier_release_did_not_freeze_is_of_the_charter_in_force(
    privacy_officer, security_officer, campaign_manager, later
):
    submission = begun_before(
        MARKETING_URGENT, by=security_officer, adopter=privacy_officer, member=campaign_manager
    )
    names = ("urgent_seats", "urgent_days", "appeal_days")
    submission.terms = {name: said for name, said in submission.terms.items() if name not in names}
    submission.save(update_fields=["terms"])
    terms = terms_of(submission)
    assert (terms.urgent_seats, terms.urgent_days, terms.appeal_days) == (("marketing",), 90, 30)
    assert terms.required == ("privacy",)


def test_nobody_adopts_their_own_and_nobody_without_a_seat(privacy_officer, security_officer, operator):
    change = propose_charter(TWO_SEATS, by=security_officer, reason="It is time.")
    for person in (security_officer, operator):
        with pytest.raises(PermissionDenied):
            adopt_charter(change, by=person, reason="Go.")
    assert AuditEvent.objects.filter(action="charterchange.decision_refused").count() == 2
    again = propose_charter(TWO_SEATS, by=operator, reason="In my name.")
    with pytest.raises(PermissionDenied):
        adopt_charter(again, by=security_officer, reason="I wrote it after all.")


def test_a_change_is_refused_where_it_says_nothing_new_no_reason_or_is_no_charter(privacy_officer):
    for text, reason, error in (
        (TEXT, "Again.", ProposalRefused),
        (TWO_SEATS, " ", ProposalRefused),
        (TWO_SEATS.replace("minimum_votes: 2", "minimum_votes: 5"), "More.", CharterError),
    ):
        with pytest.raises(error):
            propose_charter(text, by=privacy_officer, reason=reason)
    assert not CharterChange.objects.exists()


def test_of_two_changes_of_one_charter_only_one_is_adopted(privacy_officer, security_officer):
    first = propose_charter(TWO_SEATS, by=security_officer, reason="Two seats.")
    second = propose_charter(TEXT.replace("days: 10", "days: 20"), by=security_officer, reason="Slower.")
    adopt_charter(first, by=privacy_officer, reason="Yes.")
    with pytest.raises(StaleProposal):
        adopt_charter(second, by=privacy_officer, reason="Yes.")
    assert reject_charter(second, by=privacy_officer, reason="Overtaken.").status == "rejected"
    with pytest.raises(StaleProposal):
        withdraw_charter(second, by=security_officer)


def test_the_database_keeps_what_was_proposed(privacy_officer, security_officer):
    change = propose_charter(TWO_SEATS, by=security_officer, reason="Two seats.")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CharterChange.objects.filter(pk=change.pk).update(text=TEXT)
    adopt_charter(change, by=privacy_officer, reason="Yes.")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CharterChange.objects.filter(pk=change.pk).update(number=None, status="rejected")
