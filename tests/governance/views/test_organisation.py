"""The organisation itself, on the page of the portfolio."""

import pytest
from django.urls import reverse

from registry.services.organisation import set_organisation
from tests.personas import check_organisation, make_entry

pytestmark = pytest.mark.django_db
HEADING = "The organisation itself"


@pytest.fixture(autouse=True)
def checked(settings):
    settings.MUSTER_PACKS = []
    make_entry()
    set_organisation(by=None, legal_name="Example Goods B.V.", ai_policy_url="http://example.org/ai")
    check_organisation()


def shown(client, user):
    client.force_login(user)
    return client.get(reverse("portfolio")).content.decode()


def test_a_leader_reads_what_is_wrong_with_it_and_what_to_do(client, leader):
    text = shown(client, leader)
    assert HEADING in text
    assert "What is entered under “AI policy” is not a full web address that begins with https://." in text
    assert "Change what the organisation says of itself" not in text


def test_a_member_of_a_team_does_not_see_it(client, campaign_manager):
    assert HEADING not in shown(client, campaign_manager)
