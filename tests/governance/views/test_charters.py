"""The pages on which a charter is proposed and decided on."""

import pytest
from django.urls import reverse

from governance.models import CharterChange
from tests.governance.services.test_charters import TEXT, TWO_SEATS
from tests.personas import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_a_charter_is_proposed_read_and_adopted(client, privacy_officer):
    client.force_login(make_person("Sven Security", seat="security"))
    assert "One seat decides" in client.get(reverse("propose_charter")).content.decode()
    sent = client.post(reverse("propose_charter"), {"text": TWO_SEATS, "reason": "Two heads."}, follow=True)
    page = sent.content.decode()
    assert "+  - {kinds: [use_case, data_source" in page
    assert "You proposed this yourself" in page

    client.force_login(privacy_officer)
    change = CharterChange.objects.get()
    said = {"act": "adopt", "reason": "Agreed in March."}
    page = client.post(reverse("decide_charter", args=[change.pk]), said, follow=True).content.decode()
    assert "In force" in page
    assert "Agreed in March." in page


def test_a_mistake_is_said_with_its_line_and_the_text_is_kept(client, privacy_officer):
    client.force_login(privacy_officer)
    wrong = TEXT.replace("minimum_votes: 1", "minimum_votes: 7", 1)
    page = client.post(reverse("propose_charter"), {"text": wrong, "reason": "More."}).content.decode()
    assert "7:" in page
    assert "Only 1 seats are heard here" in page
    assert "minimum_votes: 7" in page
    assert not CharterChange.objects.exists()


def test_who_may_not_propose_is_told_who_can(client, campaign_manager):
    client.force_login(campaign_manager)
    answer = client.get(reverse("propose_charter"))
    assert answer.status_code == 403


def test_a_decision_without_a_reason_stays_on_the_page(client, privacy_officer):
    from governance.services.charters import propose_charter

    change = propose_charter(TWO_SEATS, by=make_person("Sven Security", seat="security"), reason="Two heads.")
    client.force_login(privacy_officer)
    page = client.post(reverse("decide_charter", args=[change.pk]), {"act": "adopt", "reason": ""})
    assert "Say why: auditors will read it." in page.content.decode()
