"""Choosing what becomes of an overlap while the form is filled in: with the keyboard, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from governance.models import OverlapDecision
from registry.models import Entry
from tests.personas import make_entry

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]
SAME = {"title": "Voice Insights", "description": "Finds moods in recorded calls of customers."}


@pytest.fixture
def there(marketing):
    return make_entry(**SAME)


def test_an_answer_in_the_panel_survives_typing_and_is_recorded_by_keyboard_alone(
    visit, campaign_manager, there
):
    with visit(campaign_manager) as visitor:
        page = visitor.open("/register/use_case/")
        page.get_by_role("textbox", name="Title required").focus()
        page.keyboard.type("Voice insights")
        page.get_by_role("textbox", name="Description", exact=True).focus()
        page.keyboard.type(SAME["description"])
        answer = page.get_by_label("What should become of yours?")
        expect(answer).to_be_visible()
        answer.focus()
        page.keyboard.type("Keep")
        expect(answer).to_have_value("justify")
        page.keyboard.press("Tab")
        why = page.get_by_label("What does each do that the other can't?")
        expect(why).to_be_focused()
        with page.expect_response("**/check/"):
            page.keyboard.type("Ours hears Finnish.")
        expect(why).to_have_value("Ours hears Finnish.")
        expect(why).to_be_focused()
        page.get_by_role("textbox", name="Title required").focus()
        with page.expect_response("**/check/"):
            page.keyboard.press("End")
            page.keyboard.type(" two")
        expect(why).to_have_value("Ours hears Finnish.")
        page.get_by_role("button", name="Register").press("Enter")
        expect(page.get_by_text("Registered as revision 1.")).to_be_visible()
        expect(page.get_by_text("Ours hears Finnish.")).to_be_visible()
        assert not visitor.complaints
        assert not visitor.refused()
    decision = OverlapDecision.objects.get()
    assert (decision.outcome, decision.other) == ("justify", there)


def test_without_scripts_the_answer_is_given_after_a_check(browser, live_server, campaign_manager, there):
    from sesame.utils import get_query_string

    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('sign_in_with_link')}{get_query_string(campaign_manager)}")
    page.goto(f"{live_server.url}/register/use_case/")
    page.get_by_role("textbox", name="Title required").fill("Voice Insights")
    page.get_by_role("textbox", name="Description", exact=True).fill(SAME["description"])
    page.get_by_role("button", name="Check", exact=True).last.click()
    page.get_by_label("What should become of yours?").select_option("not_the_same")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Told apart")).to_be_visible()
    context.close()
    assert OverlapDecision.objects.get().outcome == "not_the_same"


def test_a_pair_is_decided_on_side_by_side_by_keyboard(visit, campaign_manager, there):
    other = make_entry(**SAME | {"title": "Voice insights again"})
    with visit(campaign_manager) as visitor:
        page = visitor.open(reverse("overlap", args=["use_case", there.key, other.key]))
        page.get_by_role("radio", name="Join: the other one is used in its place").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Record the decision").press("Enter")
        expect(page.get_by_text("Your decision is recorded, for both ends.")).to_be_visible()
        assert not visitor.complaints
        assert not visitor.refused()
    assert OverlapDecision.objects.get().entry == Entry.objects.get(pk=there.pk)
