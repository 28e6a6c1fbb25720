"""Waivers and reviews: what one changes for the other."""

import pytest

from governance.models import Submission
from governance.services.submissions import start_review
from governance.services.verifying import find_changed_submissions
from governance.services.voting import StaleReview, cast_vote
from governance.services.waivers import approve_waiver, follow_the_calendar
from governance.workflow import TransitionNotAllowed
from registry import clock
from tests.personas import make_entry, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def entry():
    return make_entry(description="AI")


def test_a_waiver_lets_the_council_approve_and_no_longer_than_it_lasts(
    entry, campaign_manager, privacy_officer, it_lead
):
    waiver = make_waiver(entry, approver=it_lead)
    submission = make_submission(entry, by=campaign_manager)
    assert submission.check_run.verdict == "conditional"
    decided = cast_vote(
        submission, "approved", by=privacy_officer, reason="Yes.", seen_digest=submission.review_digest
    )
    assert decided.valid_until == waiver.expires_on
    assert list(find_changed_submissions()) == []


def test_a_waiver_granted_meanwhile_opens_a_new_round_of_the_same_bytes(
    entry, campaign_manager, privacy_officer, it_lead
):
    waiver = make_waiver(entry, by=campaign_manager)
    submission = make_submission(entry, by=campaign_manager)
    seen, frozen = submission.review_digest, submission.snapshot
    approve_waiver(waiver, by=it_lead, reason="For now.")
    with pytest.raises(TransitionNotAllowed):
        cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    submission = start_review(submission.pk)
    with pytest.raises(StaleReview):
        cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    assert (submission.round, submission.status, submission.snapshot) == (2, "in_review", frozen)
    assert submission.review_digest != seen
    assert submission.check_run.verdict == "conditional"
    assert submission.past_rounds.get().review_digest == seen
    cast_vote(submission, "approved", by=privacy_officer, reason="Yes.", seen_digest=submission.review_digest)
    assert list(find_changed_submissions()) == []


def test_a_waiver_that_ends_during_a_review_is_not_decided_on(
    entry, campaign_manager, privacy_officer, it_lead, later
):
    make_waiver(entry, approver=it_lead, days=2)
    submission = make_submission(entry, by=campaign_manager)
    later(3)
    with pytest.raises(StaleReview):
        cast_vote(
            submission, "approved", by=privacy_officer, reason="Yes.", seen_digest=submission.review_digest
        )
    follow_the_calendar()
    submission = start_review(submission.pk)
    assert (submission.round, submission.check_run.verdict) == (2, "fail")
    assert Submission.objects.get(pk=submission.pk).as_of == clock.today()
