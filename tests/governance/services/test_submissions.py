"""From submission to decision, and everything that must not get through on the way."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import PastRound, Submission, Verdict, Vote
from governance.services import submissions
from governance.services.submissions import AlreadySubmitted, resubmit, start_review, submit_entry, withdraw
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote
from governance.workflow import Status, TransitionNotAllowed
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent
from tests.personas import change_entry, make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
WORDS = "Calls customers who are about to leave."


def actions_of(submission) -> list[str]:
    events = AuditEvent.objects.filter(subject=submission.subject).order_by("sequence")
    return [event.action.removeprefix("submission.") for event in events]


def decide(submission, person, verdict=Verdict.APPROVE, reason="All is in place.", seen=None):
    seen = submission.review_digest if seen is None else seen
    return cast_vote(submission, verdict, by=person, reason=reason, seen_digest=seen)


def test_a_submission_is_frozen_checked_and_decided(campaign_manager, privacy_officer):
    entry = make_entry(by=campaign_manager, description=WORDS)
    submission = submit_entry(entry, by=campaign_manager, note="Please look at this.")
    assert (submission.status, submission.review_digest) == (Status.SUBMITTED, "")

    submission = start_review(submission.pk)
    assert submission.status == Status.IN_REVIEW
    assert submission.check_run.verdict == "pass"

    submission = decide(submission, privacy_officer)
    assert submission.status == Status.APPROVED
    assert submission.valid_until.year == submission.decided_at.year + 1
    assert actions_of(submission) == ["submitted", "in_review", "voted", "approved"]
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))


def test_the_check_follows_the_commit(campaign_manager, django_capture_on_commit_callbacks):
    entry = make_entry(by=campaign_manager, description=WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit_entry(entry, by=campaign_manager)
        assert Submission.objects.get().status == Status.SUBMITTED

    submission.refresh_from_db()
    assert submission.status == Status.IN_REVIEW


def test_a_second_delivery_of_the_task_changes_nothing():
    submission = make_submission()
    again = start_review(submission.pk)

    assert (again.check_run_id, again.review_digest) == (submission.check_run_id, submission.review_digest)
    assert actions_of(submission) == ["submitted", "in_review"]


def test_a_review_whose_task_was_lost_is_started_by_the_clock():
    submission = make_submission(in_review=False)

    assert submissions.start_waiting_reviews() == 1
    assert submissions.start_waiting_reviews() == 0
    submission.refresh_from_db()
    assert submission.status == Status.IN_REVIEW


def test_an_entry_has_one_open_submission_at_most(campaign_manager):
    submission = make_submission(by=campaign_manager)
    with pytest.raises(AlreadySubmitted):
        submit_entry(submission.entry, by=campaign_manager)

    withdraw(submission, by=campaign_manager)
    assert submit_entry(submission.entry, by=campaign_manager).pk != submission.pk


@pytest.mark.parametrize(
    ("description", "verdict"), [("AI", "fail"), ({"$unknown": "Still being written."}, "gap"), (None, "gap")]
)
def test_nothing_is_approved_while_a_finding_blocks(privacy_officer, description, verdict):
    submission = make_submission(make_entry(description=description))
    assert submission.check_run.verdict == verdict

    with pytest.raises(DecisionBlocked, match="TST-001"):
        decide(submission, privacy_officer)
    submission.refresh_from_db()
    assert submission.status == Status.IN_REVIEW
    assert decide(submission, privacy_officer, Verdict.REJECT).status == Status.REJECTED


def test_a_decision_on_something_else_than_what_was_seen_is_refused(privacy_officer, campaign_manager):
    submission = make_submission(by=campaign_manager)
    seen = submission.review_digest
    decide(submission, privacy_officer, Verdict.REQUEST_CHANGES)
    change_entry(submission.entry, by=campaign_manager, description="Sells customers who are about to leave.")
    submission = start_review(resubmit(submission, by=campaign_manager).pk)

    with pytest.raises(StaleReview):
        decide(submission, privacy_officer, seen=seen)
    assert decide(submission, privacy_officer).round == 2


def test_what_changes_in_a_linked_entry_opens_another_round_with_another_digest(privacy_officer):
    source = make_entry("data_source", description="Who bought what, and when they did.")
    link = {"data_source": source.key, "lawful_basis": "A6-1-b"}
    submission = make_submission(make_entry(description=WORDS, data_links=[link]))
    first, frozen = submission.review_digest, submission.snapshot
    assert frozen["data_links"][0]["data_source"]["description"] == source.description

    change_entry(source, description="Who bought what, when, and with which card.")
    submission.refresh_from_db()
    assert (submission.snapshot, submission.review_digest) == (frozen, first)

    decide(submission, privacy_officer, Verdict.REQUEST_CHANGES)
    submission = start_review(resubmit(submission, by=make_person("Mia", team="marketing")).pk)
    assert submission.manifest_digest == PastRound.objects.get().manifest_digest
    assert submission.review_digest != first


def test_a_round_that_is_over_is_kept_as_it_was_decided_on(privacy_officer, campaign_manager):
    submission = make_submission(by=campaign_manager)
    seen, snapshot, check = submission.review_digest, submission.snapshot, submission.check_run_id
    decide(submission, privacy_officer, Verdict.REQUEST_CHANGES, reason="Say where it runs.")
    change_entry(submission.entry, by=campaign_manager, description=WORDS * 2)
    submission = resubmit(submission, by=campaign_manager)

    kept = submission.past_rounds.get()
    assert (kept.number, kept.review_digest, kept.snapshot, kept.check_run_id) == (1, seen, snapshot, check)
    assert submissions.review_digest_of(_as_submission(kept)) == seen
    assert (kept.status, kept.reason, kept.decided_by) == (
        "changes_requested",
        "Say where it runs.",
        privacy_officer,
    )
    assert (submission.round, submission.reason, submission.decided_by) == (2, "", None)
    assert Vote.objects.get(submission=submission, round=1).reason == "Say where it runs."


def _as_submission(kept: PastRound) -> Submission:
    """The submission as it stood in the round that was kept."""
    names = ("snapshot", "check_run", "charter_digest", "tier", "as_of", "salt")
    said = {name: getattr(kept, name) for name in names}
    return Submission(entry=kept.submission.entry, round=kept.number, **said)


def test_saying_the_same_twice_is_one_vote_and_one_event(privacy_officer):
    submission = make_submission()
    first = decide(submission, privacy_officer)
    second = decide(submission, privacy_officer)

    assert second.decided_at == first.decided_at
    assert Vote.objects.count() == 1
    assert actions_of(submission)[-3:] == ["in_review", "voted", "approved"]


@pytest.mark.parametrize(
    ("verdict", "reason"), [(Verdict.REJECT, "All is in place."), (Verdict.APPROVE, "Another reason.")]
)
def test_saying_something_else_afterwards_is_refused(privacy_officer, verdict, reason):
    submission = make_submission()
    decide(submission, privacy_officer)

    with pytest.raises(TransitionNotAllowed):
        decide(submission, privacy_officer, verdict, reason)
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_decision_without_a_reason_is_refused(privacy_officer, reason):
    with pytest.raises(ValueError, match="Say why"):
        decide(make_submission(), privacy_officer, reason=reason)


@pytest.mark.parametrize("verdict", ["", "withdrawn", "in_review", "approve", "nonsense"])
def test_what_is_not_a_decision_is_refused(privacy_officer, verdict):
    with pytest.raises(TransitionNotAllowed):
        decide(make_submission(), privacy_officer, verdict)


def test_only_the_team_resubmits_and_withdraws_and_attempts_are_recorded(privacy_officer, service_agent):
    submission = make_submission()
    decide(submission, privacy_officer, Verdict.REQUEST_CHANGES)
    for service in (resubmit, withdraw):
        with pytest.raises(PermissionDenied):
            service(submission, by=service_agent)

    assert actions_of(submission)[-2:] == ["resubmission_refused", "withdrawal_refused"]


def test_the_ledger_names_no_person_and_repeats_no_reason(privacy_officer, campaign_manager):
    entry = make_entry(description=WORDS)
    change_entry(entry, accountable_person=campaign_manager.email)
    submission = make_submission(entry, by=campaign_manager)
    decide(submission, privacy_officer, reason="Cara Campaign has shown the contract.")

    said = str(list(AuditEvent.objects.values_list("body", "subject", "actor")))
    assert "Cara" not in said
    assert "@" not in said


def bypass(**columns):
    with transaction.atomic():
        Submission.objects.update(**columns)


def test_the_database_has_the_last_word(campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    twin = Submission.objects.get(pk=submission.pk)
    twin.pk, twin.check_run = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    with pytest.raises(IntegrityError):
        bypass(decided_by=campaign_manager)
    for columns in ({"status": "approved"}, {"review_digest": ""}, {"check_run": None}):
        with pytest.raises(IntegrityError):
            bypass(**columns)
    decide(submission, privacy_officer)
    vote = Vote.objects.get()
    for changes in ({}, {"voter": campaign_manager, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            _copy(vote, **changes).save(force_insert=True)


def _copy(vote: Vote, **changes) -> Vote:
    copy = Vote.objects.get(pk=vote.pk)
    copy.pk = None
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy
