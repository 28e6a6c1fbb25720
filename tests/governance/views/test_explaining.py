"""The page that shows how a rule came to its answer."""

import pytest
from django.urls import reverse

from governance.services.checks import check_portfolio
from tests.governance.views.conftest import url_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def explained(entry, rule="TST-001"):
    return reverse("explain_rule", args=[entry.kind, entry.key, rule])


@pytest.fixture
def entry():
    made = make_entry()
    check_portfolio()
    return made


def rule_found(page):
    return page.context["findings"][0]


def test_each_finding_leads_to_its_explanation(browse, campaign_manager, entry):
    client = browse(campaign_manager)
    shown = rule_found(client.get(url_of(entry)))
    page = client.get(shown.explained)
    assert page.status_code == 200
    assert page.context["explanation"].rule.id == shown.said.rule_id
    assert page.context["explanation"].outcome == shown.said.outcome
    assert shown.said.title in page.content.decode()


def test_it_leads_on_to_the_question_for_who_may_edit_alone(browse, campaign_manager, viewer, entry):
    client = browse(campaign_manager)
    address = rule_found(client.get(url_of(entry))).explained
    assert "/edit/#f-" in client.get(address).content.decode()
    assert "/edit/#f-" not in browse(viewer).get(address).content.decode()


def test_a_stranger_and_an_unknown_rule_find_nothing(browse, campaign_manager, service_agent, entry):
    address = rule_found(browse(campaign_manager).get(url_of(entry))).explained
    assert browse(service_agent).get(address).status_code == 404
    assert browse(campaign_manager).get(explained(entry, "ABC-999")).status_code == 404
    assert browse(None).get(address).status_code == 302
