"""What the ledger tells of is held against it, so that a forged decision shows."""

import pytest
from django.core.management import CommandError, call_command

from governance.models import PastRound, Submission, Verdict, Vote
from governance.services.interests import declare_interest
from governance.services.submissions import resubmit, start_review, withdraw
from governance.services.verifying import find_changed_submissions
from governance.services.voting import cast_vote
from registry.ledger.revisions import find_changed_revisions
from registry.models import Revision
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def decided(privacy_officer) -> Submission:
    """A submission of two rounds: sent back, changed and rejected."""
    submission = make_submission()
    for verdict in (Verdict.REQUEST_CHANGES, Verdict.REJECT):
        seen = submission.review_digest
        submission = cast_vote(
            submission, verdict, by=privacy_officer, reason=f"To {verdict}.", seen_digest=seen
        )
        if verdict is Verdict.REQUEST_CHANGES:
            change_entry(submission.entry, description="Calls nobody.")
            submission = start_review(resubmit(submission, by=submission.submitted_by).pk)
    return submission


def reasons() -> list[str]:
    return [found.reason for found in [*find_changed_revisions(), *find_changed_submissions()]]


def test_what_was_written_by_the_services_holds(decided):
    assert reasons() == []


def test_a_round_that_is_sent_back_and_withdrawn_holds(privacy_officer):
    submission = make_submission()
    seen = submission.review_digest
    sent_back = Verdict.REQUEST_CHANGES
    cast_vote(submission, sent_back, by=privacy_officer, reason="Say more.", seen_digest=seen)
    withdraw(submission, by=submission.submitted_by)
    assert reasons() == []


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        ({"status": "approved"}, "its state was changed"),
        ({"reason": "All is well."}, "the reason of its decision was changed"),
        ({"review_digest": "0" * 64}, "what was reviewed was changed"),
        ({"snapshot": {"kind": "use_case"}}, "its snapshot was changed"),
    ],
)
def test_a_forged_submission_is_found(decided, forged, told):
    Submission.objects.filter(pk=decided.pk).update(**forged)
    assert told in reasons()


@pytest.mark.parametrize(
    ("column", "told"),
    [("decided_by", "who decided was changed"), ("submitted_by", "who submitted it was changed")],
)
def test_a_forged_hand_is_found(decided, stranger, column, told):
    Submission.objects.filter(pk=decided.pk).update(**{column: stranger})
    assert told in reasons()


@pytest.mark.parametrize("whole", ["with a part", "linked"])
@pytest.mark.parametrize("change", ["add", "remove"])
def test_who_had_a_part_and_what_was_linked_are_held_against_the_ledger(stranger, whole, change):
    source = make_entry("data_source", description="What was bought in spring.")
    entry = make_entry(description="Calls customers.", data_links=[{"data_source": source.key}])
    submission = make_submission(entry)
    assert reasons() == []
    rows = submission.parties if whole == "with a part" else submission.linked
    added = stranger if whole == "with a part" else make_entry("tool")
    rows.add(added) if change == "add" else rows.remove(rows.first())
    told = "who had a part in it" if whole == "with a part" else "what was frozen along with it"
    assert reasons() == [f"{told} was changed"]


def test_who_declared_an_interest_since_had_no_part_when_it_was_submitted(it_lead):
    submission = make_submission(make_entry("tool", vendor="Example Mail", description="Sends mail."))
    declare_interest("Example Mail", "My brother works there.", by=it_lead)
    assert it_lead in submission.parties.all()
    assert reasons() == []
    submission.parties.remove(it_lead)
    submission.parties.remove(submission.submitted_by)
    assert reasons() == ["who had a part in it was changed"]


def test_an_approval_that_was_made_longer_is_found(privacy_officer):
    submission = make_submission(make_entry(description="Calls customers who are about to leave."))
    seen = submission.review_digest
    cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="Sound.", seen_digest=seen)
    assert reasons() == []
    Submission.objects.update(valid_until="2099-01-01")
    assert reasons() == ["how long its approval counts was changed"]


@pytest.mark.parametrize("forged", [{"seat": "it"}, {"review_digest": "0" * 64}, {"reason": "Fine."}])
def test_a_vote_that_says_something_else_is_found(decided, forged):
    Vote.objects.filter(round=decided.round).update(**forged)
    assert reasons() == ["its votes were changed"]


def test_an_earlier_round_that_is_gone_is_found(decided):
    PastRound.objects.all().delete()
    Vote.objects.filter(round=1).delete()
    assert reasons() == ["an earlier round is gone or was added", "a vote of an earlier round is gone"]


def test_a_forged_vote_is_found(decided):
    Vote.objects.filter(round=decided.round).update(verdict=Verdict.APPROVE)
    assert reasons() == ["its votes were changed"]


def test_a_forged_revision_is_found(decided):
    Revision.objects.filter(number=1).update(document={"kind": "use_case"})
    assert "the revision was changed after it was saved" in reasons()


def test_a_revision_that_was_slipped_in_or_taken_away_is_found(decided):
    Revision.objects.filter(number=2).update(number=3)
    assert sorted(reasons()) == [
        "the ledger tells of no such revision",
        "the revision that the ledger tells of is gone",
    ]


def test_the_command_fails_where_a_decision_was_forged(decided, capsys):
    call_command("verify_ledger")
    Submission.objects.filter(pk=decided.pk).update(status="approved")
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert f"{decided.subject} #2: its state was changed" in capsys.readouterr().err
