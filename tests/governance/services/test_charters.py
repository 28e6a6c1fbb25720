"""A charter is proposed by one and adopted by another, and holds for rounds that begin afterwards."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from governance.charter import charter
from governance.models import CharterChange, Verdict
from governance.services.charters import (
    adopt_charter,
    propose_charter,
    reject_charter,
    withdraw_charter,
)
from governance.services.proposals import ProposalRefused, StaleProposal
from governance.services.voting import cast_vote
from policies.errors import CharterError
from registry.models import AuditEvent
from tests.personas import ONE_SEAT, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
TEXT = ONE_SEAT.read_text()
TWO_SEATS = TEXT.replace(
    "required: [privacy], minimum_votes: 1", "required: [privacy, security], minimum_votes: 2"
)


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
