"""From the link in a mail, over the sign-in, to exactly what the notice is about."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from governance.services.delivering import deliver_notices
from tests.personas import PASSWORD, make_entry, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]


def test_the_link_in_a_mail_leads_to_the_submission_after_signing_in(
    visit, campaign_manager, privacy_officer, live_server, settings
):
    settings.MUSTER_URL = live_server.url
    make_submission(make_entry(title="Another thing", description="AI"), by=campaign_manager)
    submission = make_submission(make_entry(title="Churn rescue", description="AI"), by=campaign_manager)
    deliver_notices()
    (letter,) = (one for one in mail.outbox if one.subject.startswith("Churn rescue"))
    link = re.search(r"Open it: (\S+)", letter.body)[1]
    with visit() as visitor:
        page = visitor.page
        page.goto(link)
        page.get_by_label("E-mail address").fill(privacy_officer.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Churn rescue", level=1)).to_be_visible()
        assert page.url == f"{live_server.url}/submissions/{submission.pk}/"
        page.get_by_role("link", name="Notices: 1 new").click()
        page.get_by_role("link", name=re.compile("Another thing waits")).click()
        expect(page.get_by_role("heading", name="Another thing", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
        page.get_by_role("button", name="Tell me nothing of this").click()
        expect(page.get_by_role("button", name="Muted: tell me again")).to_be_visible()
        assert not visitor.complaints
