"""Notices over the API: one's own, and no others."""

import pytest

from governance.services.notices import mark_seen
from tests.governance.api.conftest import Program, pages
from tests.personas import make_entry, make_submission

pytestmark = pytest.mark.usefixtures("one_rule")


def test_everybody_reads_what_they_were_told_and_narrows_it(campaign_manager, privacy_officer, settings):
    settings.MUSTER_URL = "https://muster.example.org"
    submission = make_submission(make_entry(title="Churn rescue"), by=campaign_manager)
    council = Program(privacy_officer)
    (row,) = pages(council, "notices/")
    assert row["title"] == "Churn rescue waits for a decision of the Privacy seat"
    assert row["url"] == f"https://muster.example.org/submissions/{submission.pk}/"
    assert row["seen_at"] is None
    assert pages(Program(campaign_manager), "notices/") == []
    assert pages(council, "notices/?kind=expiry") == pages(council, "notices/?seen=true") == []
    mark_seen(privacy_officer)
    assert pages(council, "notices/?seen=false") == []
    assert pages(council, "notices/?kind=review&seen=true")[0]["id"] == row["id"]
