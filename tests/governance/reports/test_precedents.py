"""Earlier decisions on cases like one."""

import pytest

from governance.models import ConditionState
from governance.reports.precedents import precedents_of
from governance.services.approvals import revoke_approval
from governance.services.voting import cast_vote
from tests.deciding import conditions_of
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SCORE = {
    "description": "Calls customers who are about to leave.",
    "use_case_type": "churn_prediction",
    "eu_ai_tier": "minimal",
    "decision_mode": "human_reviews_each",
}


def decided(by, verdict="approved", **facts):
    submission = make_submission(make_entry(**SCORE | facts))
    return cast_vote(
        submission,
        verdict,
        by=by,
        reason="As before.",
        seen_digest=submission.review_digest,
        conditions=conditions_of(verdict),
    )


def test_nearest_cases_come_first_with_what_they_have_in_common(privacy_officer):
    near = decided(privacy_officer, data_subjects=["customer"])
    further = decided(privacy_officer, data_subjects=["employee"])
    decided(privacy_officer, use_case_type="other", eu_ai_tier="transparency", decision_mode="informational")
    found = precedents_of(privacy_officer, make_submission(make_entry(**SCORE, data_subjects=["customer"])))
    assert [one.submission for one in found.nearest] == [near, further]
    assert "Who the data is about: Customer" in found.nearest[0].shared
    assert found.nearest[0].seats == ["Privacy"]
    assert not found.differ


def test_different_ends_of_like_cases_are_a_warning(privacy_officer):
    decided(privacy_officer)
    decided(privacy_officer, "rejected")
    assert precedents_of(privacy_officer, make_submission(make_entry(**SCORE))).differ


def test_conditions_that_one_like_case_was_spared_are_a_warning(privacy_officer):
    decided(privacy_officer)
    decided(privacy_officer, "approved_with_conditions")
    assert precedents_of(privacy_officer, make_submission(make_entry(**SCORE))).differ


def test_nobody_is_told_of_cases_they_may_not_see(privacy_officer, campaign_manager, service_team):
    decided(privacy_officer, owner_team=service_team)
    submission = make_submission(make_entry(**SCORE), by=campaign_manager)
    assert precedents_of(privacy_officer, submission).nearest
    assert not precedents_of(campaign_manager, submission).nearest


def test_what_is_open_or_came_later_is_no_precedent(privacy_officer):
    submission = make_submission(make_entry(**SCORE))
    decided(privacy_officer, "changes_requested")
    assert not precedents_of(privacy_officer, submission).nearest
    first = cast_vote(
        submission, "approved", by=privacy_officer, reason="Fine.", seen_digest=submission.review_digest
    )
    decided(privacy_officer)
    assert not precedents_of(privacy_officer, first).nearest


def test_a_case_tells_on_what_conditions_it_was_approved_whatever_became_of_it(privacy_officer):
    submission = decided(privacy_officer, "approved_with_conditions")
    new = make_submission(make_entry(**SCORE))
    (told,) = precedents_of(privacy_officer, new).nearest[0].conditions
    assert (told.text, told.state) == ("Say where people can object.", ConditionState.OPEN)
    revoke_approval(submission, by=privacy_officer, reason="They never did.")
    (told,) = precedents_of(privacy_officer, new).nearest[0].conditions
    assert told.state == ConditionState.DROPPED
