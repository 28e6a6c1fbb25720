"""Comments over HTTP."""

import pytest

from governance.models import Comment
from tests.governance.api.conftest import Program
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def submission(campaign_manager):
    entry = make_entry(description="AI", retention_months=24)
    return make_submission(entry, by=campaign_manager)


@pytest.fixture
def council(privacy_officer):
    return Program(privacy_officer)


def test_a_comment_is_written_answered_settled_and_read(council, submission, campaign_manager):
    place, team = f"submissions/{submission.pk}/comments/", Program(campaign_manager)
    asked = council.post(place, {"text": "Why?", "pointer": "/retention_months"})
    assert asked.status_code == 201
    answer = team.post(place, {"text": "By law.", "answers": asked.json()["id"]})
    assert (answer.json()["pointer"], answer.json()["answers"]) == ("/retention_months", asked.json()["id"])
    settled = team.post(f"comments/{asked.json()['id']}/resolution/", {})
    assert settled.json()["resolved_by"] == "Cara Campaign"
    assert [one["text"] for one in council.get(place).json()["results"]] == ["Why?", "By law."]


def test_a_retry_is_the_same_comment(council, submission):
    place, said = f"submissions/{submission.pk}/comments/", {"text": "Why?"}
    assert council.post(place, said).json() == council.post(place, said).json()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status", "pointer"),
    [
        ({"text": ""}, 400, "/text"),
        ({"text": "x" * 5001}, 400, "/text"),
        ({"text": "Why?", "pointer": "/nothing"}, 409, "/pointer"),
        ({"text": "Why?", "to": "Cara"}, 400, "/to"),
        ({"text": "Why?", "answers": "first"}, 400, "/answers"),
    ],
)
def test_what_cannot_be_said_is_refused_by_member(council, submission, sent, status, pointer):
    answer = council.post(f"submissions/{submission.pk}/comments/", sent)
    assert answer.status_code == status
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


def test_a_comment_that_is_not_there_is_not_answered(council, submission):
    answer = council.post(f"submissions/{submission.pk}/comments/", {"text": "Why?", "answers": 999})
    assert answer.status_code == 404
