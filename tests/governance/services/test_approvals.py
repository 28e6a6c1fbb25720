"""What becomes of approvals, and of what was turned down."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Submission, Verdict
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.submissions import (
    AlreadySubmitted,
    appeal,
    start_review,
    submit_entry,
    withdraw,
)
from governance.services.verifying import find_changed_submissions
from governance.services.voting import cast_vote
from governance.workflow import Status, TransitionNotAllowed
from registry.models import AuditEvent
from tests.deciding import urgently
from tests.personas import change_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def decided(verdict=Verdict.APPROVE, *, by, team_member=None):
    submission = make_submission(by=team_member)
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=by, reason="It is so.", seen_digest=seen)


def test_an_approval_is_suspended_put_in_force_again_and_revoked(privacy_officer):
    submission = decided(by=privacy_officer)
    submission = suspend_approval(submission, by=privacy_officer, reason="A leak is looked into.")
    assert (submission.status, submission.ended_why) == (Status.SUSPENDED, "A leak is looked into.")

    submission = reinstate_approval(submission, by=privacy_officer, reason="It was another system.")
    assert (submission.status, submission.ended_why) == (Status.APPROVED, "")
    assert revoke_approval(submission, by=privacy_officer, reason="It was this one.").status == Status.REVOKED
    assert not list(find_changed_submissions())


def test_what_the_ledger_says_of_a_suspension_is_held_against_the_row(privacy_officer):
    submission = suspend_approval(decided(by=privacy_officer), by=privacy_officer, reason="A leak.")
    Submission.objects.filter(pk=submission.pk).update(ended_why="Nothing much.")
    assert "why its approval ended was changed" in str(list(find_changed_submissions()))


def test_only_seats_that_the_charter_names_suspend_and_attempts_are_recorded(privacy_officer, it_lead):
    submission = decided(by=privacy_officer)
    with pytest.raises(PermissionDenied, match="Privacy, Security, Legal"):
        suspend_approval(submission, by=it_lead, reason="I don't like it.")
    assert AuditEvent.objects.filter(action="submission.suspension_refused").exists()


def test_what_was_changed_since_is_not_put_in_force_again(privacy_officer):
    submission = suspend_approval(decided(by=privacy_officer), by=privacy_officer, reason="A leak.")
    change_entry(submission.entry, description="Sells customers who are about to leave.")
    with pytest.raises(TransitionNotAllowed, match="submitted anew"):
        reinstate_approval(submission, by=privacy_officer, reason="All is well.")


def test_an_appeal_is_heard_by_more_seats(privacy_officer, campaign_manager):
    submission = decided(Verdict.REJECT, by=privacy_officer, team_member=campaign_manager)
    submission = start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)
    assert submission.voting_terms.required == ("privacy", "legal")

    seen = submission.review_digest
    submission = cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="True.", seen_digest=seen)
    assert submission.status == Status.IN_REVIEW
    counsel = make_person("Lara Legal", seat="legal")
    submission = cast_vote(submission, Verdict.APPROVE, by=counsel, reason="True.", seen_digest=seen)
    assert (submission.status, submission.round) == (Status.APPROVED, 2)
    assert not list(find_changed_submissions())


@pytest.mark.parametrize("case", ["too late", "without grounds", "approved", "submitted anew"])
def test_what_can_not_be_appealed_against(privacy_officer, campaign_manager, later, case):
    verdict = Verdict.APPROVE if case == "approved" else Verdict.REJECT
    submission = decided(verdict, by=privacy_officer, team_member=campaign_manager)
    if case == "too late":
        later(31)
    if case == "submitted anew":
        submit_entry(submission.entry, by=campaign_manager)
    grounds = " " if case == "without grounds" else "You read page 2 only."
    with pytest.raises((TransitionNotAllowed, ValueError, AlreadySubmitted)):
        appeal(submission, by=campaign_manager, grounds=grounds)


def test_two_people_do_not_overturn_urgently_what_seats_turned_down(
    privacy_officer, it_lead, campaign_manager
):
    submission = decided(Verdict.REJECT, by=privacy_officer, team_member=campaign_manager)
    submission = start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)
    with pytest.raises(TransitionNotAllowed, match="that hear appeals"):
        urgently(submission, it_lead)


def test_what_is_past_its_last_day_is_not_put_in_force_again(privacy_officer, later):
    submission = suspend_approval(decided(by=privacy_officer), by=privacy_officer, reason="A leak.")
    later(400)
    with pytest.raises(TransitionNotAllowed, match="submitted anew"):
        reinstate_approval(submission, by=privacy_officer, reason="All is well.")


def test_an_appeal_is_not_taken_back_and_what_was_turned_down_is_not_called_urgent(
    privacy_officer, it_lead, campaign_manager
):
    submission = decided(Verdict.REJECT, by=privacy_officer, team_member=campaign_manager)
    again = make_submission(submission.entry, by=campaign_manager)
    with pytest.raises(TransitionNotAllowed, match="turned it down last time"):
        urgently(again, it_lead)
    withdraw(again, by=campaign_manager)

    other = decided(Verdict.REJECT, by=privacy_officer, team_member=campaign_manager)
    appeal(other, by=campaign_manager, grounds="You read page 2 only.")
    with pytest.raises(TransitionNotAllowed, match="can't be taken back"):
        withdraw(other, by=campaign_manager)
