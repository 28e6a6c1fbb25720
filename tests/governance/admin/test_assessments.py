"""The admin shows assessments and hands a judgement to the same service as the page."""

import pytest
from django.urls import reverse

from governance.services.assessments import start_assessment
from tests.assessing import submit
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(campaign_manager):
    return submit(start_assessment(make_entry(title="Churn"), "lia", by=campaign_manager), campaign_manager)


def urls(assessment) -> tuple[str, str]:
    return tuple(
        reverse(f"admin:governance_assessment_{name}", args=[assessment.pk]) for name in ("change", "judge")
    )


def test_the_seat_approves_in_the_admin(client, waiting, privacy_officer):
    client.force_login(privacy_officer)
    page, judge = urls(waiting)
    assert "Churn" in client.get(reverse("admin:governance_assessment_changelist")).content.decode()
    assert judge in client.get(page).content.decode()
    asked = client.get(judge).context["form"].initial
    sent = {"seen": asked["seen"], "valid_until": asked["valid_until"].isoformat(), "verdict": "approve"}
    assert "Someone else saved" in client.post(judge, sent | {"seen": "0" * 64}).content.decode()
    client.post(judge, sent)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.approver) == ("approved", privacy_officer)


@pytest.mark.parametrize("who", ["it_lead", "auditor"])
def test_others_read_and_are_refused(client, waiting, who, request):
    client.force_login(request.getfixturevalue(who))
    page, judge = urls(waiting)
    assert judge not in client.get(page).content.decode()
    sent = {"seen": waiting.answers_digest(), "verdict": "approve", "valid_until": "", "remark": ""}
    assert "Only the holder" in client.post(judge, sent).content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_it_is_not_there_for_who_cant_see_the_entry(client, waiting, operator):
    client.force_login(operator)
    assert client.get(urls(waiting)[0]).status_code in {403, 404}
