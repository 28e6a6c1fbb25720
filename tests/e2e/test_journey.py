"""From a sign-in link to a line in the auditor's file, in a browser, with and without JavaScript."""

import csv
import re

import pytest
from playwright.sync_api import expect

from registry.models import Entry
from tests.personas import make_entry

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave, and offers them something."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_use_case_goes_from_registration_to_the_auditors_file(
    visit, campaign_manager, privacy_officer, auditor, scripts, tmp_path
):
    make_entry("data_source", key="crm", title="Customer file")
    with visit(campaign_manager, java_script_enabled=scripts) as team:
        register(team.page)
        address = submit(team.page)
        assert not team.complaints
    with visit(privacy_officer, java_script_enabled=scripts) as council:
        decide(council)
        assert council.page.url == address
        assert not council.complaints
    with visit(auditor, java_script_enabled=scripts) as audit:
        assert take_report(audit.page, tmp_path / "report.csv") == ("Approved", "Sound, and well described.")


def register(page) -> None:
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("link", name="Use case One purpose").click()
    page.get_by_role("textbox", name="Title required").fill("Churn rescue")
    page.get_by_role("textbox", name="Description", exact=True).fill("AI")
    page.get_by_role("button", name=re.compile("Add one.*Data it uses")).click()
    row = page.get_by_role("group", name="Data it uses 1")
    row.get_by_label("Data source required").fill("crm")
    row.get_by_label("Lawful basis", exact=True).select_option("Contract (Art. 6(1)(b))")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Churn rescue", level=1)).to_be_visible()
    expect(page.get_by_text("This says too little of what it is.")).to_be_visible()
    page.get_by_role("link", name="Go to “Description”").click()
    page.get_by_role("textbox", name="Description", exact=True).fill(GOOD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert Entry.objects.get(key="churn-rescue").document["data_links"] == [
        {"data_source": "crm", "lawful_basis": "A6-1-b"}
    ]


def submit(page) -> str:
    page.get_by_role("link", name="Submit to the council").click()
    page.get_by_label("A note to the council").fill("Needed before spring.")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted. What you see here is frozen")).to_be_visible()
    return page.url


def decide(council) -> None:
    page = council.page
    page.get_by_role("link", name="1 waits for your decision").click()
    page.get_by_role("link", name="Churn rescue").click()
    expect(page.get_by_text("Needed before spring.")).to_be_visible()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Reason").fill("Sound, and well described.")
    page.get_by_role("button", name="Record the vote").click()
    expect(page.get_by_text("Your vote is recorded.")).to_be_visible()


def take_report(page, path) -> tuple[str, str]:
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.get_by_text("Sound, and well described.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    download.value.save_as(path)
    with path.open(newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    return rows["churn-rescue"]["approval"], rows["churn-rescue"]["reason"]
