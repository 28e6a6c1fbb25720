"""Of those who were heard, a decision names whom it counts, and stays what it was."""

import pytest

from governance.models import Condition, ConditionState, Verdict
from governance.services.approvals import reinstate_approval, suspend_approval
from governance.services.seats import give_seat
from governance.services.verifying import find_changed_submissions
from governance.services.verifying_conditions import find_changed_conditions
from governance.services.verifying_rounds import find_changed_rounds
from governance.services.voting import cast_vote
from governance.workflow import Status
from registry.models import AuditEvent
from tests.personas import make_draft, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule", "shipped_charter")]


def vote(submission, person, verdict=Verdict.APPROVE, reason="So it is."):
    conditions = [make_draft()] if verdict is Verdict.APPROVE_WITH_CONDITIONS else []
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=person, reason=reason, seen_digest=seen, conditions=conditions)


def seated(name, seat, **said):
    person = make_person(name)
    give_seat(person, seat, by=None, **said)
    return person


def test_a_decision_names_only_whom_it_counts(privacy_officer):
    security_officer = make_person("Sven Security", seat="security")
    submission = make_submission()
    alternate = seated("Alva Alternate", "security", is_alternate=True)
    vote(submission, alternate, Verdict.APPROVE_WITH_CONDITIONS)
    vote(submission, security_officer, reason="Hosted by us.")
    submission = vote(submission, privacy_officer, reason="Consent is in place.")

    assert submission.status == Status.APPROVED
    assert submission.reason == "Security: Hosted by us.\nPrivacy: Consent is in place."
    assert submission.votes.filter(counted=True).count() == 2
    assert not list(find_changed_submissions())


def test_what_is_put_in_force_again_is_what_was_decided(privacy_officer, it_lead):
    """One of two who share a seat asked for conditions, and the other one's no was the voice of the seat."""
    security_officer = make_person("Sven Security", seat="security")
    submission = make_submission()
    vote(submission, it_lead, Verdict.APPROVE_WITH_CONDITIONS)
    vote(submission, seated("Ines It", "it"), Verdict.REJECT)
    vote(submission, privacy_officer)
    submission = vote(submission, security_officer)
    assert submission.status == Status.APPROVED

    suspend_approval(submission, by=privacy_officer, reason="A leak is looked into.")
    submission = reinstate_approval(submission, by=privacy_officer, reason="It was another system.")
    assert submission.status == Status.APPROVED
    assert not list(find_changed_submissions())


def test_conditions_of_who_was_outvoted_in_their_seat_bind_nobody(privacy_officer, it_lead):
    """They close with the decision; those of the seat's voice stay open."""
    submission = make_submission()
    vote(submission, it_lead, Verdict.APPROVE_WITH_CONDITIONS)
    vote(submission, seated("Ines It", "it"), Verdict.REJECT)
    vote(submission, privacy_officer, Verdict.APPROVE_WITH_CONDITIONS)
    submission = vote(submission, make_person("Sven Security", seat="security"))
    assert submission.status == Status.APPROVED_WITH_CONDITIONS

    dropped, binding = (submission.conditions.get(vote__seat=seat) for seat in ("it", "privacy"))
    assert (dropped.state, binding.state) == (ConditionState.DROPPED, ConditionState.OPEN)
    assert AuditEvent.objects.get(action="condition.dropped").subject == dropped.subject
    assert list(Condition.objects.open().of_approvals()) == [binding]
    assert [*find_changed_submissions(), *find_changed_conditions(), *find_changed_rounds()] == []
