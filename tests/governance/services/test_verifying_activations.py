"""Rules that came into force past the services show."""

import pytest

from governance.models import Activation
from governance.services.activations import Draft, activate_rules, propose_rules, withdraw_rules
from governance.services.verifying_activations import find_changed_activations
from policies import Settings
from registry import clock
from registry.ledger.writing import record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def change(privacy_officer) -> Activation:
    draft = Draft(settings=Settings(modes={"TST-001": "observe"}))
    return propose_rules(draft, by=privacy_officer, reason="We are still asking the teams.")


def found() -> list[str]:
    return [one.subject for one in find_changed_activations()]


def test_what_went_through_the_services_is_as_recorded(change, privacy_officer, it_lead):
    assert found() == []
    withdraw_rules(change, by=privacy_officer)
    again = propose_rules(
        Draft(settings=Settings(modes={"TST-001": "warn"})), by=privacy_officer, reason="Only warn."
    )
    activate_rules(again, by=it_lead, reason="Agreed.")
    assert found() == []


def test_a_change_that_was_put_in_as_decided_shows(change, privacy_officer, it_lead):
    forged = Activation.objects.create(
        rule_set=change.rule_set,
        based_on=change.based_on,
        reason="Nobody proposed this.",
        proposed_by=privacy_officer,
        status="activated",
        number=1,
        decided_by=it_lead,
        decided_at=clock.now(),
        decided_why="Nobody decided this.",
    )
    assert found() == [forged.subject]


def test_a_decision_that_nobody_took_shows(change, it_lead):
    decided = {"status": "activated", "number": 1, "decided_by": it_lead, "decided_at": clock.now()}
    Activation.objects.filter(pk=change.pk).update(**decided)
    assert found() == [change.subject]


def test_one_that_is_gone_shows(change, privacy_officer):
    record("activation.proposed", "activation:0", by=privacy_officer, **change.content)
    assert found() == ["activation:0"]
