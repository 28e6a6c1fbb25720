"""Every exception that a view may meet becomes a problem, in one place."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404

from governance.api.errors import problem_response
from governance.api.problems import SORTS
from governance.services.submissions import AlreadySubmitted
from governance.services.voting import DecisionBlocked, StaleReview
from governance.workflow import TransitionNotAllowed
from policies import ManifestError, YamlError


@pytest.mark.parametrize(
    ("error", "status", "sort"),
    [
        (DecisionBlocked("DUP-001 stands in the way."), 409, "conflict"),
        (TransitionNotAllowed("It can't."), 409, "conflict"),
        (AlreadySubmitted("It is there."), 409, "conflict"),
        (StaleReview("It changed."), 409, "conflict"),
        (PermissionDenied("Only members can."), 403, "forbidden"),
        (SuspiciousOperation("Odd."), 400, "invalid-request"),
        (YamlError("the tab is not allowed", line=3, column=1), 400, "malformed"),
        (ManifestError("a manifest is a mapping", line=1, column=1), 422, "invalid-manifest"),
    ],
)
def test_an_expected_error_says_its_sentence(error, status, sort):
    answer = problem_response(error, {})
    assert answer.status_code == status
    assert answer.data["type"] == f"urn:muster:problem:{sort}"
    assert answer.data["detail"].endswith(str(error))
    assert answer.content_type == "application/problem+json"


def test_what_is_not_there_and_what_is_hidden_read_the_same():
    said = [problem_response(error, {}).data for error in (Http404("No Entry matches"), Http404("hidden"))]
    assert said[0] == said[1] and "Entry" not in said[0]["detail"]


def test_a_mistake_of_ours_is_noted_and_tells_nothing(caplog):
    answer = problem_response(ZeroDivisionError("secret of the database"), {})
    assert answer.status_code == 500
    assert "secret" not in str(answer.data)
    assert "ZeroDivisionError" in caplog.text


def test_a_busy_database_asks_to_come_back():
    answer = problem_response(OperationalError("database is locked"), {})
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"


def test_every_sort_has_a_title_of_its_own():
    assert len({sort.title for sort in SORTS.values()}) == len(SORTS)
