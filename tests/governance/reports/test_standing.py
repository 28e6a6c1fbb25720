"""How an entry stands with the council."""

from datetime import timedelta

import pytest

from governance.models import Submission
from governance.reports.register import register_for
from governance.reports.standing import LOOKS, Approval
from governance.services.submissions import withdraw
from governance.services.voting import cast_vote
from governance.workflow import Status
from registry import clock
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."


def standing_of(entry, reader) -> str:
    return register_for(reader).get(pk=entry.pk).approval


@pytest.fixture
def approved(privacy_officer):
    submission = make_submission(make_entry(description=GOOD))
    return cast_vote(
        submission, "approved", by=privacy_officer, reason="Fine.", seen_digest=submission.review_digest
    )


def test_every_status_has_words_and_a_look():
    assert set(Status.values) < set(Approval.values)
    assert set(LOOKS) == set(Approval)


def test_what_was_never_submitted_says_so(leader):
    assert standing_of(make_entry(), leader) == Approval.NONE


def test_the_newest_submission_is_the_one_that_counts(leader, campaign_manager):
    submission = make_submission(make_entry(description=GOOD), by=campaign_manager)
    withdraw(submission, by=campaign_manager)
    assert standing_of(submission.entry, leader) == Approval.WITHDRAWN
    make_submission(submission.entry, by=campaign_manager)
    assert standing_of(submission.entry, leader) == Approval.IN_REVIEW


@pytest.mark.parametrize(("days", "stands"), [(-1, "expired"), (0, "approved"), (1, "approved")])
def test_an_approval_counts_to_its_last_day(approved, leader, days, stands):
    approved.valid_until = clock.today() + timedelta(days=days)
    approved.save()
    assert standing_of(approved.entry, leader) == stands


def test_an_approval_counts_for_what_it_was_given_on(approved, leader):
    change_entry(approved.entry, description="Sells what customers who are about to leave said.")
    assert standing_of(approved.entry, leader) == Approval.SUSPENDED


def test_what_is_not_compared_yet_is_not_called_approved(approved, leader):
    Submission.objects.update(is_to_compare=True)
    assert standing_of(approved.entry, leader) == Approval.CHANGED
