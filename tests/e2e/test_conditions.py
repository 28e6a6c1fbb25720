"""An approval on a condition counts its days, and lapses by itself where the condition is missed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from governance.tasks import pick_up_left_behind
from registry import clock
from tests.governance.api.conftest import Program
from tests.governance.views.conftest import url_of
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("rules_of_the_council")]
GOOD = "Calls customers who are about to leave."
ASKED = "“Has the privacy officer reviewed it?” is answered with yes."


def ci(person, entry):
    """The verdict of CI, and the first thing that it says."""
    answer = Program(person).post("policy-checks/?gate=ci", entry.document).json()
    return answer["verdict"], answer["entries"][0]["findings"][0]["message"]


def approve_on_condition(page, due):
    conditions = page.get_by_role("group", name="Conditions")
    expect(conditions).to_be_hidden()
    page.get_by_role("radio", name="Approve with conditions").check()
    first = conditions.get_by_label("What has to become so?").first
    first.select_option(label="Has the privacy officer reviewed it?")
    conditions.get_by_label("By when?").first.fill(due.isoformat())
    page.get_by_label("Reason").fill("Fine, once she has read it.")
    page.get_by_role("button", name="Record the vote").click()


def test_a_conditional_approval_lapses_by_itself_where_its_condition_is_missed(
    visit, campaign_manager, privacy_officer, days_pass
):
    entry = make_entry(title="Churn rescue", description=GOOD, lifecycle_stage="production")
    submission = make_submission(entry, by=campaign_manager)
    due = clock.today() + timedelta(days=6)
    with visit(privacy_officer) as council:
        page = council.open(f"/submissions/{submission.pk}/")
        approve_on_condition(page, due)
        expect(page.get_by_role("region", name="Conditions").get_by_text(ASKED).first).to_be_visible()
        assert not council.complaints
        assert not council.refused()
    with visit(campaign_manager) as team:
        page = team.open(url_of(entry))
        expect(page.get_by_text("Open: 6 days left")).to_be_visible()
        verdict, said = ci(campaign_manager, entry)
        assert (verdict, "6 days left" in said) == ("conditional", True)

        days_pass(6)
        pick_up_left_behind()
        page.reload()
        expect(page.get_by_text("Open: due today")).to_be_visible()
        assert ci(campaign_manager, entry)[0] == "conditional"

        days_pass(1)
        why = f"A condition was not met by {due:%-d %B %Y}: {ASKED}"
        for task in (None, pick_up_left_behind):  # it has ended, whether or not anybody wrote it down
            if task:
                task()
            page.reload()
            expect(page.get_by_text(why)).to_be_visible()
            expect(page.get_by_role("link", name="Certify it again")).to_be_visible()
            expect(page.locator(".head__facts").get_by_text("Approval expired")).to_be_visible()
        verdict, said = ci(campaign_manager, entry)
        assert (verdict, "its approval does not count now" in said) == ("fail", True)
        assert not team.complaints
