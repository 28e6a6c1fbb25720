"""What two people approve without the seats, and the review by all seats that follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import Notice, Submission, UrgentVoice, Verdict
from governance.services.approvals import reinstate_approval
from governance.services.submissions import resubmit, start_review, withdraw
from governance.services.verifying import find_changed_submissions
from governance.services.voting import DecisionBlocked, cast_vote
from governance.workflow import Status, TransitionNotAllowed
from registry import clock
from registry.services.people import revoke_role
from tests.deciding import urgently, vote
from tests.personas import make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_two_people_approve_what_can_not_wait_and_a_review_begins(privacy_officer, it_lead):
    submission = make_submission()
    assert urgently(submission, it_lead).status == Status.IN_REVIEW
    assert urgently(submission, it_lead).status == Status.IN_REVIEW, "one person is not two"
    submission = urgently(submission, privacy_officer, reason="Customers wait.")

    assert (submission.status, submission.is_urgent) == (Status.APPROVED, True)
    assert submission.valid_until == clock.today() + timedelta(days=14)
    assert submission.reason == "IT: The line is down.\nPrivacy: Customers wait."
    review = start_review(Submission.objects.get(reviews_urgent=submission).pk)
    cast_vote(
        review, Verdict.REJECT, by=privacy_officer, reason="Not again.", seen_digest=review.review_digest
    )
    submission.refresh_from_db()
    assert submission.status == Status.SUPERSEDED
    assert not list(find_changed_submissions())


def test_who_had_a_part_in_what_was_urgent_is_not_heard_on_its_review(privacy_officer, it_lead, marketing):
    """They left the team before, and could not have voted on what was approved either."""
    insider = make_person("Ina Insider", seat="privacy", team=marketing)
    submission = make_submission()
    revoke_role(insider, marketing, by=None)
    for person in (privacy_officer, it_lead):
        submission = urgently(submission, person)
    review = start_review(Submission.objects.get(reviews_urgent=submission).pk)
    with pytest.raises(PermissionDenied, match="You had a part in this when it was submitted"):
        cast_vote(review, Verdict.APPROVE, by=insider, reason="Fine.", seen_digest=review.review_digest)


def test_what_blocks_an_approval_blocks_an_urgent_one(privacy_officer):
    submission = make_submission(make_entry(description="AI"))
    with pytest.raises(DecisionBlocked):
        urgently(submission, privacy_officer)


def test_nobody_with_a_part_in_it_calls_it_urgent(privacy_officer):
    insider = make_person("Ina Insider", seat="it", team="marketing")
    submission = make_submission()
    urgently(submission, privacy_officer)
    with pytest.raises(PermissionDenied, match="You belong to"):
        urgently(submission, insider)


def test_two_people_bridge_some_days_once_and_then_the_seats_decide(
    privacy_officer, it_lead, campaign_manager
):
    submission = make_submission(by=campaign_manager)
    for person in (it_lead, privacy_officer):
        submission = urgently(submission, person)
    review = start_review(Submission.objects.get(reviews_urgent=submission).pk)
    with pytest.raises(TransitionNotAllowed, match="approved urgently before"):
        urgently(review, it_lead)

    again = cast_vote(
        review, Verdict.APPROVE, by=privacy_officer, reason="It is so.", seen_digest=review.review_digest
    )
    later = urgently(make_submission(again.entry, by=campaign_manager), it_lead)
    assert later.urgent_voices.count() == 1


def review_of_urgent(people, by):
    """What these people approved urgently, and its review by all seats."""
    submission = make_submission(by=by)
    for person in people:
        submission = urgently(submission, person)
    return submission, start_review(Submission.objects.get(reviews_urgent=submission).pk)


def test_a_team_does_not_take_back_the_review_of_what_was_approved_urgently(
    privacy_officer, it_lead, campaign_manager
):
    submission, review = review_of_urgent((it_lead, privacy_officer), campaign_manager)
    for verdict in ("", Verdict.REQUEST_CHANGES):
        if verdict:
            review = vote(review, privacy_officer, verdict)
        with pytest.raises(TransitionNotAllowed, match="review of an urgent approval can't be taken back"):
            withdraw(review, by=campaign_manager)
    assert Submission.objects.open().get() == review


def test_a_review_that_asks_for_changes_suspends_what_was_approved_urgently(
    privacy_officer, it_lead, campaign_manager
):
    submission, review = review_of_urgent((it_lead, privacy_officer), campaign_manager)
    review = vote(review, privacy_officer, Verdict.REQUEST_CHANGES)

    submission.refresh_from_db()
    why = f"Its review, submission {review.pk}, asks for changes."
    assert (review.status, submission.status) == (Status.CHANGES_REQUESTED, Status.SUSPENDED)
    assert (submission.ended_why, submission.ended_at is not None) == (why, True)
    told = Notice.objects.filter(recipient=campaign_manager, subject=submission.subject)
    assert told.filter(title__contains="is suspended").exists()
    assert not list(find_changed_submissions())


def test_what_was_sent_back_stays_suspended_and_under_review_until_all_seats_decide(
    privacy_officer, it_lead, campaign_manager
):
    submission, review = review_of_urgent((it_lead, privacy_officer), campaign_manager)
    review = vote(review, privacy_officer, Verdict.REQUEST_CHANGES)
    for _ in range(2):
        with pytest.raises(TransitionNotAllowed, match="asked for changes"):
            reinstate_approval(submission, by=privacy_officer, reason="It is fine.")
        if review.status == Status.CHANGES_REQUESTED:
            review = start_review(resubmit(review, by=campaign_manager).pk)
    assert (review.reviews_urgent, review.round) == (submission, 2)

    review = vote(review, privacy_officer)
    submission.refresh_from_db()
    assert (review.status, submission.status) == (Status.APPROVED, Status.SUPERSEDED)
    assert not list(find_changed_submissions())


def test_an_urgent_approval_counts_no_longer_than_the_waiver_it_rests_on(
    privacy_officer, it_lead, campaign_manager
):
    entry = make_entry(description="AI")
    make_waiver(entry, by=campaign_manager, days=3, approver=privacy_officer)
    submission = make_submission(entry, by=campaign_manager)
    for person in (it_lead, privacy_officer):
        submission = urgently(submission, person)
    assert submission.valid_until == clock.today() + timedelta(days=3)


def test_the_database_itself_keeps_who_had_a_part_from_calling_it_urgent(campaign_manager):
    submission = make_submission(by=campaign_manager)
    said = {"round": 1, "seat": "it", "reason": "Now.", "review_digest": "0" * 64}
    with pytest.raises(IntegrityError, match="nobody calls urgent"), transaction.atomic():
        UrgentVoice.objects.create(submission=submission, voter=campaign_manager, **said)
