"""The pages of the law: its dates, whose deadline moved, worked cases, and the section of a use case."""

import pytest
from django.urls import reverse

from registry import clock
from registry.services.organisation import set_organisation
from tests.governance.views.conftest import url_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db
CREDIT = {
    "use_case_type": "predictive_analytics",
    "ai_technique": "classical_ml",
    "significant_decision_domains": ["financial_lending"],
    "emotions_read_of": [],
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": ["5-b"],
    "art50_triggers": [],
    "eu_ai_role": "AIDeployer",
    "eu_ai_tier": "minimal",
}
DAYS = "?start=2026-07-01&end=2026-11-26"


def page_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_use_case_shows_its_tier_its_reasons_and_the_days_that_are_left(browse, campaign_manager):
    entry = make_entry(**CREDIT)
    with clock.at(clock.now().replace(year=2026, month=11, day=26)):
        page = page_of(browse(campaign_manager), url_of(entry))
    for words in (
        "High risk by area of use (Annex III)",
        "It judges whether people are good for credit.",
        "AI Act Annex III(5)(b)",
        "begins on 2 December 2027, in 371 days",
        "rests on secondary sources",
        "Recorded is “Minimal risk”. The answers lead to “High risk by area of use (Annex III)”.",
    ):
        assert words in page


def test_what_is_still_to_be_answered_leads_to_its_question_for_who_may_edit(
    browse, campaign_manager, auditor
):
    entry = make_entry(**(CREDIT | {"art5_practices": None}))
    question = f'href="{url_of(entry, "edit_entry")}#f-art5_practices"'
    assert question in page_of(browse(campaign_manager), url_of(entry))
    page = page_of(browse(auditor), url_of(entry))
    assert question not in page
    assert "1 answer can still change the tier" in page


def test_what_is_high_risk_for_two_reasons_may_be_recorded_as_either(browse, campaign_manager):
    twice = CREDIT | {"annex_i_product": True, "uses_profiling": True, "eu_ai_tier": "high_risk_annex_iii"}
    page = page_of(browse(campaign_manager), url_of(make_entry(**twice)))
    assert "It is “High risk by area of use (Annex III)” as well, and has the duties of both." in page
    assert "Recorded is" not in page


def test_what_may_hold_beside_a_tier_that_is_sure_is_asked(browse, campaign_manager):
    entry = make_entry(
        **CREDIT | {"annex_i_product": True, "annex_iii_points": None, "significant_decision_domains": []}
    )
    page = page_of(browse(campaign_manager), url_of(entry))
    assert "1 answer can still add to its duties, or let them begin earlier." in page


def test_a_prohibited_practice_is_a_stop(browse, campaign_manager):
    entry = make_entry(**(CREDIT | {"art5_practices": ["A5-1-c"]}))
    page = page_of(browse(campaign_manager), url_of(entry))
    assert "<strong>Stop.</strong> This may not be offered or used at all" in page


def test_where_the_act_is_no_law_there_is_no_tier(browse, campaign_manager):
    set_organisation(by=None, jurisdictions=["US-CA"])
    practised = CREDIT | {"art5_practices": ["A5-1-c"]}
    page = page_of(browse(campaign_manager), url_of(make_entry(**practised)))
    assert "Not reached by the EU AI Act" in page
    assert "So the AI Act asks nothing of it." in page
    assert "<strong>Stop.</strong>" not in page and "If that holds" not in page
    page = page_of(browse(campaign_manager), url_of(make_entry(**practised, member_states=["DE"])))
    assert "<strong>Stop.</strong>" in page


def test_what_will_be_forbidden_says_from_when_and_is_no_stop_yet(browse, campaign_manager):
    entry = make_entry(**(CREDIT | {"art5_practices": ["A5-1-bb"]}))
    with clock.at(clock.now().replace(year=2026, month=12, day=1)):
        page = page_of(browse(campaign_manager), url_of(entry))
    assert "It will be forbidden from 2 December 2026 on, and nobody can waive that." in page
    assert "<strong>Stop.</strong>" not in page
    assert "#i-stop" not in page.partition('id="ai-act"')[2].partition("</section>")[0]
    assert "The first duty of this tier begins" not in page


def test_things_of_other_kinds_have_no_such_section(browse, campaign_manager):
    assert 'id="ai-act"' not in page_of(browse(campaign_manager), url_of(make_entry("tool")))


def test_the_panel_shows_the_tier_as_it_emerges(browse, campaign_manager):
    client, address = browse(campaign_manager), reverse("check_unsaved", args=["use_case"])
    said = {"title": "Chat", "owner_team": "marketing"}
    assert "Not decided yet, likely: Minimal risk" in client.post(address, said).content.decode()
    chat = said | {"use_case_type": "conversational_assistant"}
    assert "Not decided yet, likely: Transparency duties" in client.post(address, chat).content.decode()


def test_the_law_lists_its_dates_with_how_they_are_known(browse, campaign_manager):
    page = page_of(browse(campaign_manager), reverse("law"))
    for words in ("2 December 2027", "High-risk systems by area of use (Annex III)", "Secondary sources"):
        assert words in page


def test_the_days_and_years_of_the_law_lie_between_its_first_and_its_last(browse, campaign_manager):
    context = browse(campaign_manager).get(reverse("law")).context
    places = [mark.left for mark in context["marks"]]
    assert places == sorted(places) and (places[0], places[-1]) == (0, 100)
    on = {mark.said.on.year: mark.left for mark in context["marks"]}
    years = dict(context["years"])
    assert min(years) == min(on) + 1 and max(years) == max(on)
    assert all(years[year] < left for year, left in on.items() if year in years)


def test_entries_that_move_are_shown_to_who_may_see_them_and_to_nobody_else(
    browse, campaign_manager, service_agent
):
    entry = make_entry(**CREDIT, title="Credit score of the store card")
    address = reverse("law") + DAYS
    assert entry.title in page_of(browse(campaign_manager), address)
    stranger = page_of(browse(service_agent), address)
    assert entry.title not in stranger
    assert "None that you may see." in stranger


def test_days_in_the_wrong_order_are_told_at_their_field(browse, campaign_manager):
    page = page_of(browse(campaign_manager), reverse("law") + "?start=2026-11-26&end=2026-07-01")
    assert "Name the earlier day first." in page


def test_the_law_costs_the_same_for_many_entries(browse, campaign_manager, django_assert_max_num_queries):
    client = browse(campaign_manager)
    client.get(reverse("law"))
    for _ in range(4):
        make_entry(**CREDIT)
    with django_assert_max_num_queries(13):
        client.get(reverse("law") + DAYS)


def test_worked_cases_are_shown_with_their_articles(browse, campaign_manager):
    page = page_of(browse(campaign_manager), reverse("ai_act_cases"))
    for words in ("A chatbot on the website", "AI Act Art 50(1)", "Prohibited"):
        assert words in page


def test_nobody_sees_them_without_signing_in(client):
    for name in ("law", "ai_act_cases"):
        assert client.get(reverse(name)).status_code == 302
