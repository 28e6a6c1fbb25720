"""A condition that was made easier, or met by hand, shows."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.models import Condition, ConditionState
from governance.sealing import SEALS
from governance.services.conditions import follow_conditions
from governance.services.verifying import find_changed_submissions
from governance.services.verifying_conditions import find_changed_conditions
from governance.services.voting import cast_vote
from registry import clock
from tests.personas import change_entry, make_draft, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def unsealed():
    """A database whose owner took the triggers off."""
    (seal,) = (one for one in SEALS if one.table == "governance_condition")
    seal.remove()
    yield
    connection.check_constraints()
    seal.install()


@pytest.fixture
def condition(privacy_officer, unsealed) -> Condition:
    submission, said = make_submission(), {"reason": "On conditions.", "conditions": [make_draft()]}
    seen = submission.review_digest
    cast_vote(submission, "approved_with_conditions", by=privacy_officer, seen_digest=seen, **said)
    return submission.conditions.get()


def reasons() -> list[str]:
    return [found.reason for found in [*find_changed_conditions(), *find_changed_submissions()]]


def test_what_closed_by_itself_holds(condition):
    assert reasons() == []
    change_entry(condition.submission.entry, privacy_officer_reviewed=True)
    follow_conditions()
    assert reasons() == []
    call_command("verify_ledger")
    Condition.objects.update(evidence={"seen": [], "record_digest": "0" * 64})
    assert reasons() == ["what was seen of it was changed"]


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "Nothing in particular."},
        {"expression": {"description": {"exists": True}}},
        {"due_on": clock.today() + timedelta(days=300)},
    ],
)
def test_a_condition_that_was_made_easier_is_found_in_itself_and_in_the_decision(condition, forged):
    Condition.objects.update(**forged)
    assert reasons() == ["what it asks was changed", "its votes were changed"]
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_a_condition_that_somebody_ticked_off_is_found(condition):
    Condition.objects.update(
        state=ConditionState.MET, closed_at=clock.now(), evidence={"seen": [], "record_digest": "0" * 64}
    )
    assert reasons() == ["its state was changed", "what was seen of it was changed"]


def test_a_condition_that_is_gone_is_found(condition):
    condition.delete()
    assert reasons() == ["the condition that the ledger tells of is gone", "its votes were changed"]
