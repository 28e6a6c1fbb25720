"""What was said and did not decide, and what earlier rounds stood on, is held against the ledger, too."""

import pytest

from governance.models import PastRound, Submission, UrgentVoice, Verdict, Vote
from governance.services.submissions import appeal, resubmit, start_review
from governance.services.urgent import approve_urgently
from governance.services.verifying import find_changed_submissions
from governance.services.verifying_rounds import find_changed_rounds
from governance.services.voting import cast_vote
from tests.personas import make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
VOTE = "a vote was changed, slipped in or taken away"
COUNTED = "which votes a decision rests on was changed"


def reasons() -> list[str]:
    return [found.reason for found in [*find_changed_rounds(), *find_changed_submissions()]]


def vote(submission, person, verdict):
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=person, reason=f"So: {verdict}.", seen_digest=seen)


@pytest.fixture
def two_rounds(privacy_officer, campaign_manager) -> Submission:
    """Somebody thought better of it and sent it back; the second round waits."""
    submission = make_submission(by=campaign_manager)
    vote(submission, privacy_officer, Verdict.ABSTAIN)
    submission = vote(submission, privacy_officer, Verdict.REQUEST_CHANGES)
    return start_review(resubmit(submission, by=campaign_manager).pk)


@pytest.mark.parametrize(
    ("which", "forged", "told"),
    [
        ("abstained", {"verdict": "approved"}, [VOTE]),
        ("abstained", {"reason": "Fine."}, [VOTE]),
        ("abstained", {"counted": True}, [COUNTED]),
        ("changes_requested", {"stands": False}, [VOTE]),
        ("changes_requested", {"is_alternate": True}, [VOTE, COUNTED]),
        ("changes_requested", {"counted": False}, [COUNTED]),
    ],
)
def test_a_vote_of_an_earlier_round_that_was_changed_is_found(two_rounds, which, forged, told):
    assert reasons() == []
    Vote.objects.filter(verdict=which).update(**forged)
    assert reasons() == told


def test_a_vote_in_somebody_elses_name_or_slipped_in_is_found(two_rounds, stranger, it_lead):
    Vote.objects.filter(verdict="abstained").update(on_behalf_of=stranger)
    assert reasons() == [VOTE]
    Vote.objects.update(on_behalf_of=None)
    said = {"verdict": "approved", "reason": "Yes.", "review_digest": two_rounds.review_digest}
    Vote.objects.create(submission=two_rounds, round=2, voter=it_lead, seat="it", **said)
    assert reasons() == [VOTE]


@pytest.mark.parametrize("forged", [{"snapshot": {"kind": "use_case"}}, {"terms": {"required": ["it"]}}])
def test_what_an_earlier_round_stood_on_is_held_against_the_ledger(two_rounds, forged):
    PastRound.objects.update(**forged)
    assert reasons() == ["what round 1 stood on was changed"]


def test_the_reason_of_an_earlier_round_is_held_against_the_ledger(two_rounds):
    PastRound.objects.update(reason="It was fine.")
    assert reasons() == ["why round 1 was decided as it was has been changed"]


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        ({"terms": {"required": ["it"]}}, "the terms of its review were changed"),
        ({"is_appeal": True}, "whether it is an appeal was changed"),
    ],
)
def test_by_what_terms_it_is_decided_is_held_against_the_ledger(two_rounds, forged, told):
    Submission.objects.update(**forged)
    assert told in reasons()


def test_an_appeal_holds(privacy_officer, campaign_manager):
    submission = vote(make_submission(by=campaign_manager), privacy_officer, Verdict.REJECT)
    start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)
    assert reasons() == []


def test_an_approval_is_not_made_urgent_or_ordinary_afterwards(privacy_officer, it_lead):
    submission = make_submission()
    for person in (privacy_officer, it_lead):
        submission = approve_urgently(
            submission, by=person, reason="It can't wait.", seen_digest=submission.review_digest
        )
    ordinary = vote(make_submission(), privacy_officer, Verdict.APPROVE)
    assert reasons() == []
    Submission.objects.filter(pk=ordinary.pk).update(is_urgent=True)
    Submission.objects.filter(pk=submission.pk).update(is_urgent=False)
    assert reasons() == ["whether it was approved urgently was changed"] * 2
    Submission.objects.filter(pk=ordinary.pk).update(is_urgent=False)
    Submission.objects.filter(pk=submission.pk).update(is_urgent=True)
    UrgentVoice.objects.filter(voter=it_lead).update(reason="It could.")
    assert reasons() == ["who called it urgent, or why, was changed"]
