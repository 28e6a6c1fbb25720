"""The page that shows what would make an entry pass."""

from pathlib import Path

import pytest
from django.urls import reverse

from governance.services.portfolio import check_portfolio
from tests.governance.views.conftest import url_of
from tests.personas import make_entry

PACKS = Path(__file__).resolve().parents[2] / "packs"
OWNED = """
muster: pack/1
id: owned
version: 1.0.0
title: One rule
rules:
  - id: OWN-001
    version: 1
    title: Somebody here answers for it
    severity: high
    applies_to: [use_case]
    gates: [approve]
    refs: [House rule]
    require:
      - {id: here, that: {business_owner.is_active: true}, message: Gone., fix: Name another.}
      - {id: mail, that: {business_owner.email: {format: email}}, message: No address., fix: Correct it.}
    unknown_as: block
    examples:
      passes: [{business_owner: {is_active: true, email: ada@example.org}}]
      fails: [{business_owner: {is_active: false, email: ada}}]
      unknown: [{title: A}]
"""
pytestmark = pytest.mark.django_db


def page(browse, person, entry, **headers):
    return browse(person).get(url_of(entry, "ways"), headers=headers)


def test_each_set_of_changes_names_question_value_and_place(browse, campaign_manager):
    entry = make_entry(description="AI")
    text = page(browse, campaign_manager, entry).content.decode()
    assert "Each of these sets of changes makes it pass" in text
    assert f'href="{url_of(entry, "edit_entry")}#f-description"' in text
    assert "from “AI” to a text of at least 20 characters" in text


def test_who_may_not_edit_is_shown_the_changes_without_the_form(browse, leader):
    entry = make_entry(description="AI")
    text = page(browse, leader, entry).content.decode()
    assert "from “AI” to" in text and "#f-description" not in text


def test_what_is_not_said_is_asked_for_next(browse, campaign_manager):
    entry = make_entry()
    text = page(browse, campaign_manager, entry).content.decode()
    assert "What to say next" in text and "1 rule waits for it" in text


def test_what_passes_needs_no_change(browse, campaign_manager):
    entry = make_entry(description="Picks the offer that suits a customer best.")
    assert "It passes as it is." in page(browse, campaign_manager, entry).content.decode()


def test_where_no_rule_is_asked_the_page_says_so(browse, campaign_manager, settings):
    entry = make_entry("tool")
    settings.MUSTER_PACKS = [str(PACKS / "pilot.yaml")]
    assert "This can't be worked out." in page(browse, campaign_manager, entry).content.decode()


def test_who_may_not_see_the_entry_finds_nothing(browse, stranger):
    assert page(browse, stranger, make_entry()).status_code == 404


def test_htmx_is_given_the_section_alone_and_the_entry_leads_there(browse, campaign_manager):
    entry = make_entry(description="AI")
    check_portfolio()
    part = page(browse, campaign_manager, entry, hx_request="true")
    assert b"<html" not in part.content and "HX-Request" in part["Vary"]
    assert url_of(entry, "ways") in browse(campaign_manager).get(url_of(entry)).content.decode()


def test_the_panel_asks_what_can_still_change_the_verdict(browse, campaign_manager, marketing):
    typed = {"title": "Offers", "owner_team": marketing.key}
    answer = browse(campaign_manager).post(reverse("check_unsaved", args=["use_case"]), typed)
    text = answer.content.decode()
    assert "Answer next" in text and 'href="#f-description"' in text


def test_a_person_of_whom_something_is_asked_has_to_be_named_once(
    browse, campaign_manager, settings, tmp_path
):
    pack = tmp_path / "pack.yaml"
    pack.write_text(OWNED)
    settings.MUSTER_PACKS = [str(pack)]
    text = page(browse, campaign_manager, make_entry()).content.decode()
    assert text.count("a person who works here") == 1
    assert "#f-business_owner" in text and "still here?" not in text.partition("What to say next")[0]
