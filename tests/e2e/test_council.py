"""Two seats decide together, in a browser; who has a tie is not heard, and another seat stands in."""

import pytest
from playwright.sync_api import expect

from governance.models import Submission
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule", "shipped_charter")]
GOOD = "Calls customers who are about to leave, and offers them something."


def open_submission(visitor, submission):
    return visitor.open(f"/submissions/{submission.pk}/")


def vote(page, choice: str, reason: str) -> None:
    page.get_by_role("radio", name=choice, exact=True).check()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Record the vote").click()


def test_two_seats_decide_and_another_stands_in_for_who_is_recused(
    visit, campaign_manager, privacy_officer, it_lead
):
    security = make_person("Sven Security", seat="security")
    tool = make_entry("tool", title="Mail service", vendor="Example Mail Ltd.")
    entry = make_entry(title="Churn rescue", description=GOOD, tools=[tool.key])
    submission = make_submission(entry, by=campaign_manager)

    with visit(security) as tied:
        page = tied.open("/council/")
        page.get_by_text("Declare an interest").click()
        page.get_by_label("Vendor").fill("EXAMPLE-MAIL")
        page.get_by_label("What do you have to do with it?").fill("My brother works there.")
        page.get_by_role("button", name="Declare it").click()
        expect(page.get_by_text("Declared.")).to_be_visible()
        open_submission(tied, submission)
        expect(page.get_by_text("You declared an interest in EXAMPLE-MAIL.")).to_be_visible()
        expect(page.get_by_role("button", name="Record the vote")).to_have_count(0)
        assert not tied.complaints
    with visit(privacy_officer) as council:
        page = open_submission(council, submission)
        expect(page.get_by_text("0 of 2 required seats heard")).to_be_visible()
        vote(page, "Approve", "Consent is in place.")
        expect(page.get_by_text("1 of 2 required seats heard")).to_be_visible()
        assert "My brother" not in page.content()
        assert not council.complaints
    with visit(it_lead) as council:
        page = open_submission(council, submission)
        expect(page.get_by_text("in place of Security")).to_be_visible()
        vote(page, "Approve", "Hosted by us.")
        expect(page.get_by_text("Privacy: Consent is in place.")).to_be_visible()
        assert not council.complaints
    assert Submission.objects.get().status == "approved"
