"""A change in something linked suspends an approval, and the way back leads through the council."""

import pytest
from playwright.sync_api import expect

from governance.models import Verdict
from governance.services.voting import cast_vote
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."


def test_an_approval_goes_stale_after_a_linked_change_and_is_asked_for_anew(
    visit, campaign_manager, privacy_officer
):
    source = make_entry("data_source", key="crm", title="Customer file", data_categories=["user.contact"])
    entry = make_entry(title="Churn rescue", description=GOOD, data_links=[{"data_source": source.key}])
    submission = make_submission(entry, by=campaign_manager)
    seen = submission.review_digest
    cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="Sound.", seen_digest=seen)
    with visit(campaign_manager) as team:
        page = team.page
        page.get_by_role("link", name="Customer file").first.click()
        page.get_by_role("link", name="Edit").click()
        page.get_by_role("textbox", name="Title required").fill("Customer records")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Churn rescue").first.click()
        expect(page.locator(".head__facts").get_by_text("Approved", exact=True)).to_be_visible()

        page.get_by_role("link", name="Customer records").first.click()
        page.get_by_role("link", name="Edit").click()
        page.locator(".picker > summary", has_text="What it holds").click()
        page.get_by_role("checkbox", name="Health and Medical Data", exact=True).check()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Churn rescue").first.click()
        expect(page.get_by_role("heading", name="What changed since it was approved")).to_be_visible()
        changed = page.get_by_role("region", name="What changed : Customer records")
        expect(changed.get_by_role("rowheader", name="What it holds")).to_be_visible()
        expect(changed.get_by_text("New: sensitive data")).to_be_visible()
        page.get_by_role("link", name="Submit it as it is now").click()
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_text("Submitted. What you see here is frozen")).to_be_visible()
        assert not team.complaints
    with visit(privacy_officer) as council:
        page = council.page
        page.get_by_role("link", name="1 waits for your decision").click()
        page.get_by_role("link", name="Churn rescue").first.click()
        expect(page.get_by_text("New: sensitive data").first).to_be_visible()
        assert not council.complaints
