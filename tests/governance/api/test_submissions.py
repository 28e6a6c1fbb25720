"""Reading submissions."""

import pytest

from governance.services.voting import cast_vote
from tests.governance.api.conftest import Program, pages
from tests.personas import make_entry, make_submission


@pytest.fixture
def reader(auditor):
    return Program(auditor)


def test_a_submission_tells_all_that_was_judged(reader):
    source = make_entry("data_source", description="Who reads us.")
    entry = make_entry(description="Picks offers.", data_links=[{"data_source": source.key}])
    submission = make_submission(entry)
    told = reader.get(f"submissions/{submission.pk}/").json()
    assert told["snapshot"] == submission.snapshot
    assert told["snapshot"]["data_links"][0]["data_source"]["description"] == "Who reads us."
    assert told["review_digest"] == submission.review_digest
    assert told["manifest_digest"] == entry.manifest_digest
    assert len(told["findings"]) == submission.check_run.findings.count() > 0
    assert told["check"]["report_digest"] == submission.check_run.report_digest
    assert told["votes"] == []


def test_the_votes_are_told_with_what_each_voter_saw(reader, privacy_officer):
    submission = make_submission()
    seen = submission.review_digest
    cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    told = reader.get(f"submissions/{submission.pk}/").json()
    assert (told["status"], told["reason"], told["decided_by"]) == ("rejected", "No.", "Pia Privacy")
    vote = told["votes"][0]
    assert (vote["voter"], vote["seat"], vote["verdict"], vote["reason"]) == (
        "Pia Privacy",
        "privacy",
        "rejected",
        "No.",
    )
    assert vote["review_digest"] == seen


@pytest.mark.parametrize(
    ("parameters", "found"),
    [("", 2), ("kind=tool", 1), ("status=in_review", 1), ("team=service", 1), ("team=service&kind=tool", 0)],
)
def test_submissions_are_filtered(reader, service_team, parameters, found):
    make_submission(make_entry("tool"))
    make_submission(make_entry(owner_team="service"), in_review=False)
    assert len(pages(reader, f"submissions/?{parameters}")) == found


def test_the_list_leaves_the_snapshots_out(reader):
    make_submission()
    assert "snapshot" not in pages(reader, "submissions/")[0]
