"""The page that shows how a rule came to its answer."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

import policies
from governance.services.portfolio import check_portfolio
from registry.services.organisation import set_organisation
from tests.governance.api.conftest import Program
from tests.governance.views.conftest import url_of
from tests.personas import make_entry
from tests.policies.writing import check_of, pack_text, rule_of

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


def test_tiers_that_the_answers_leave_open_are_called_by_their_labels(browse, campaign_manager, settings):
    settings.MUSTER_PACKS = [str(Path(policies.__file__).parent / "packs" / "eu-ai-act.yaml")]
    page = browse(campaign_manager).get(explained(make_entry(), "AIA-002")).content.decode()
    assert "AI Act tiers that the answers leave open" in page
    assert "High risk as part of a product (Annex I)" in page and "high_risk_annex_i" not in page


@pytest.fixture
def dated(settings, tmp_path):
    """A rule whose day follows from what the AI Act's questions lead to, and reads nothing else of that."""
    overrides = [{"if": {"facts.ai_act.tier": "not_ai_system"}, "from": {"milestone": "annex_i"}}]
    overrides += [{"if": {"rag_enabled": True}, "from": "2030-01-01"}]
    rule = rule_of(
        require=[check_of({"description": {"min_length": 20}})],
        effective_from={"milestone": "annex_iii"},
        effective_overrides=overrides,
    )
    pack = tmp_path / "dated.yaml"
    pack.write_text(pack_text(rule, facts={"ai_act": {"kind": "ai_act", "of": "use_case"}}))
    settings.MUSTER_PACKS = [str(pack)]


def test_page_and_api_show_which_day_counts_and_why(browse, campaign_manager, dated):
    entry = make_entry(rag_enabled=True)
    page = browse(campaign_manager).get(explained(entry))
    found = page.context["explanation"].in_force
    # The questions are open, so nobody knows the tier; the second holds.
    assert [(one.condition.truth, one.counts) for one in found.overrides] == [
        ("unknown", False),
        ("true", True),
    ]
    words = " ".join(strip_tags(page.content.decode()).split())
    assert "From 1 January 2030, so it blocks nothing yet" in words
    assert "Usually from 2 December 2027 (High-risk systems by area of use (Annex III))." in words
    assert "From 1 January 2030, if This day counts." in words
    said = Program(campaign_manager).get(f"entries/use_case/{entry.key}/explain/TST-001/").json()["in_force"]
    assert said == found.to_json()


def test_a_fact_that_only_the_day_depends_on_is_worked_out(browse, campaign_manager, dated):
    entry = make_entry(ai_technique="rules_based", models=[], gpai_relation="none")
    (override, _) = browse(campaign_manager).get(explained(entry)).context["explanation"].in_force.overrides
    assert (override.condition.truth, override.counts) == ("true", True)


def test_page_shows_what_countries_it_was_asked_for(browse, campaign_manager, settings, tmp_path):
    pack = tmp_path / "placed.yaml"
    pack.write_text(pack_text(rule_of(jurisdictions=["EU"])))
    settings.MUSTER_PACKS = [str(pack)]
    set_organisation(by=None, jurisdictions=["US-CA"])
    abroad, here = make_entry(member_states=["US"]), make_entry(member_states=["US", "DE"])
    pages = [browse(campaign_manager).get(explained(entry)).content.decode() for entry in (abroad, here)]
    assert "it is used in Germany, United States<" in pages[1]
    assert ["does not apply" in page.lower() for page in pages] == [True, False]


def test_a_stranger_and_an_unknown_rule_find_nothing(browse, campaign_manager, service_agent, entry):
    address = rule_found(browse(campaign_manager).get(url_of(entry))).explained
    assert browse(service_agent).get(address).status_code == 404
    assert browse(campaign_manager).get(explained(entry, "ABC-999")).status_code == 404
    assert browse(None).get(address).status_code == 302
