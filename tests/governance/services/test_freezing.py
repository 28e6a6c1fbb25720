"""The review digest covers everything that a reviewer relies on."""

from datetime import timedelta

import pytest

from governance.services.freezing import review_digest_of
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
OTHER = "0" * 64


def change_check(**columns):
    def change(submission):
        for name, value in columns.items():
            setattr(submission.check_run, name, value)

    return change


def change_link(submission):
    submission.snapshot["data_links"][0]["data_source"]["title"] = "Something else"


CHANGES = {
    "entry": lambda submission: setattr(submission, "entry", make_entry()),
    "round": lambda submission: setattr(submission, "round", 2),
    "snapshot": lambda submission: submission.snapshot.update(title="Something else"),
    "linked entry": change_link,
    "packs": change_check(packs_digest=OTHER),
    "findings": change_check(report_digest=OTHER),
    "charter": lambda submission: setattr(submission, "charter_digest", OTHER),
    "day": lambda submission: setattr(submission, "as_of", submission.as_of + timedelta(days=1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_review_digest_changes_with(what):
    source = make_entry("data_source")
    submission = make_submission(make_entry(data_links=[{"data_source": source.key}]))
    assert review_digest_of(submission) == submission.review_digest

    CHANGES[what](submission)
    assert review_digest_of(submission) != submission.review_digest


def test_there_is_no_review_digest_before_the_check():
    with pytest.raises(ValueError, match="not been checked"):
        review_digest_of(make_submission(in_review=False))
