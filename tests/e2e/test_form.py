"""Filling in the form: checks while typing, the keyboard, and what the back button shows."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from registry.models import Entry
from tests.personas import make_entry

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]
FORM = "/register/use_case/"


def test_the_panel_follows_what_is_typed_without_a_click(visit, campaign_manager):
    with visit(campaign_manager) as visitor:
        page = visitor.open(FORM)
        panel = page.get_by_role("complementary", name="What the rules say")
        description = page.get_by_role("textbox", name="Description", exact=True)
        description.press_sequentially("AI")
        expect(panel.get_by_text("Describe it in one paragraph.")).to_be_visible()
        description.fill("Calls customers who are about to leave.")
        description.press("End")
        expect(panel.get_by_text("No finding.")).to_be_visible()
        assert not Entry.objects.exists()
        assert not visitor.complaints
        assert not visitor.refused()


def test_a_failed_save_moves_to_the_summary_which_leads_to_the_field(visit, campaign_manager):
    with visit(campaign_manager) as visitor:
        page = visitor.open(FORM)
        page.get_by_role("button", name="Register").click()
        expect(page).to_have_title("Error: New use case · Muster")
        expect(page.get_by_role("alert")).to_be_focused()
        page.get_by_role("link", name="Title: This has to be answered.").press("Enter")
        expect(page.get_by_role("textbox", name="Title required")).to_be_focused()


def test_enter_in_a_field_checks_and_never_saves_or_removes(visit, campaign_manager):
    with visit(campaign_manager) as visitor:
        page = visitor.open(FORM)
        page.get_by_role("textbox", name="Title required").fill("Churn rescue")
        page.get_by_role("textbox", name="Title required").press("Enter")
        expect(page.get_by_text("Not enough was said").first).to_be_visible()
        expect(page.get_by_role("textbox", name="Title required")).to_have_value("Churn rescue")
        assert not Entry.objects.exists()


def test_everything_that_takes_the_focus_shows_it_and_is_not_covered(visit, campaign_manager):
    entry = make_entry(data_links=[])
    with visit(campaign_manager) as visitor:
        page = visitor.open(reverse("edit_entry", args=[entry.kind, entry.key]))
        seen = set()
        for _ in range(160):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None:
                break
            assert stop["outlined"], stop
            assert not stop["covered"], stop
            seen.add(stop["name"])
    assert len(seen) > 80


STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const marked = at.closest(".option") || at;
  const style = getComputedStyle(marked);
  const box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    name: (at.name || at.id || at.textContent).trim().slice(0, 60),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    covered: !(top && (top === at || at.contains(top) || top.contains(at))),
  };
}"""


def test_the_first_stop_of_the_keyboard_skips_the_navigation(visit, campaign_manager):
    with visit(campaign_manager) as visitor:
        page = visitor.open("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()


def test_after_signing_out_the_back_button_shows_nothing(visit, campaign_manager):
    make_entry(title="Churn rescue")
    with visit(campaign_manager) as visitor:
        page = visitor.open("/")
        expect(page.get_by_role("link", name="Churn rescue")).to_be_visible()
        page.get_by_text("Cara Campaign").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.go_back()
        expect(page.get_by_text("Churn rescue")).to_have_count(0)
