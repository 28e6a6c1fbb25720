"""What was met in time is met, however late somebody looks; what was met too late is missed."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from governance.models import Condition, ConditionState
from governance.services import conditions
from governance.services.conditions import follow_conditions
from governance.services.transitions import locked
from governance.workflow import Status
from registry import clock
from tests.assessing import approve as approve_assessment
from tests.assessing import submit as submit_assessment
from tests.governance.services.test_conditions import approve, fulfil
from tests.personas import change_entry, make_draft, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def approved(privacy_officer):
    return approve(make_submission(), privacy_officer, make_draft())


def test_rules_that_cant_be_read_leave_conditions_open_and_days_still_count(
    approved, later, settings, tmp_path
):
    fulfil(approved)
    readable, settings.MUSTER_PACKS = settings.MUSTER_PACKS, [str(tmp_path / "gone.yaml")]
    later(7)
    assert follow_conditions() == 0
    assert Condition.objects.overdue().get().submission == approved

    settings.MUSTER_PACKS = readable
    assert follow_conditions() == 1
    assert approved.conditions.get().state == ConditionState.MET


def test_what_was_met_on_the_last_day_is_met_however_late_somebody_looks(approved, later):
    later(6)
    fulfil(approved)
    later(3)
    change_entry(approved.entry, privacy_officer_reviewed=None)
    assert follow_conditions() == 1
    condition = approved.conditions.get()
    assert condition.state == ConditionState.MET
    assert condition.evidence["as_of"] == condition.due_on.isoformat()
    approved.refresh_from_db()
    assert approved.status == Status.APPROVED_WITH_CONDITIONS


def test_what_was_met_a_day_late_is_missed_however_late_somebody_looks(approved, later):
    later(7)
    fulfil(approved)
    later(3)
    assert follow_conditions() == 1
    assert approved.conditions.get().state == ConditionState.MISSED


def test_what_a_linked_entry_says_only_since_the_last_day_is_too_late(privacy_officer, later):
    model = make_entry("ai_model")
    submission = make_submission(
        make_entry(description="Calls customers who are about to leave.", models=[model.key])
    )
    asked = {"some": {"in": "models", "where": {"task": {"exists": True}}}}
    approve(submission, privacy_officer, make_draft(asked))
    later(7)
    change_entry(model, task="text_generation")
    assert follow_conditions() == 1
    assert submission.conditions.get().state == ConditionState.MISSED


def test_an_assessment_that_was_approved_after_the_last_day_is_too_late(
    privacy_officer, campaign_manager, later, dpia
):
    asked = {"some": {"in": "assessments", "where": {"status": "approved"}}}
    described = change_entry(dpia.entry, description="Calls customers who are about to leave.")
    submission = approve(make_submission(described), privacy_officer, make_draft(asked))
    written = submit_assessment(dpia, campaign_manager)
    later(7)
    approve_assessment(written, privacy_officer)
    assert follow_conditions() == 1
    assert submission.conditions.get().state == ConditionState.MISSED


def test_midnight_while_somebody_looks_makes_nothing_late(approved, later, monkeypatch):
    later(6)
    fulfil(approved)
    with ExitStack() as passing:

        def after_midnight(submission):
            passing.enter_context(clock.at(clock.now() + timedelta(days=1)))
            return locked(submission)

        monkeypatch.setattr(conditions, "locked", after_midnight)
        assert follow_conditions() == 1
    assert approved.conditions.get().state == ConditionState.MET
