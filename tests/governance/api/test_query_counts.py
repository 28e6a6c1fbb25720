"""How many queries an answer costs: the same for one row and for many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.services.activations import Draft, propose_rules
from governance.services.impact import complete_impacts, queue_impact
from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry, make_submission
from tests.policies.writing import pack_text, rule_of

Count = Callable[[Callable[[Program], Any]], int]


@pytest.fixture
def count(campaign_manager) -> Count:
    program = Program(campaign_manager)
    program.get("entries/")  # notes the use of the token and finds the content types, once and for all

    def counted(call: Callable[[Program], Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = call(program)
        assert answer.status_code in {200, 201}, answer.content
        return len(queries)

    return counted


@pytest.fixture
def grow(campaign_manager, service_team, django_capture_on_commit_callbacks):
    """Registers, checks and submits one more use case that links to things of two teams."""

    def grown() -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            source = make_entry("data_source", owner_team=service_team)
            own = make_entry("data_source", consent_scopes=[make_entry("consent_scope").key])
            links = [{"data_source": source.key}, {"data_source": own.key}]
            tools = [make_entry("tool", product="Mailer").key]
            entry = make_entry(data_links=links, tools=tools)
        return make_submission(entry, by=campaign_manager)

    return grown


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("entries/", 8),
        ("findings/", 12),
        ("submissions/", 6),
        ("entries/use_case/{key}/", 9),
        ("entries/use_case/{key}/findings/", 15),
        ("entries/use_case/{key}/explain/CON-002/", 30),
        ("entries/use_case/{key}/questions/", 30),
        ("entries/use_case/{key}/ways/", 30),
        ("entries/use_case/{key}/lineage/", 30),
        ("entries/use_case/{key}/revisions/", 9),
        ("submissions/{pk}/", 16),
        ("submissions/{pk}/comments/", 12),
    ],
)
def test_a_page_costs_as_many_queries_however_long_it_is(count: Count, grow, path, most):
    submission, _ = grow(), grow()  # from the second on there is something to compare with
    address = path.format(key=submission.entry.key, pk=submission.pk)
    before = count(lambda program: program.get(address))
    for _ in range(4):
        grow()
    assert count(lambda program: program.get(address)) == before
    assert before <= most


@pytest.mark.parametrize("path", ["", "entries/"])
def test_what_a_change_of_the_rules_would_do_costs_as_many(count: Count, grow, privacy_officer, path):
    change = propose_rules(Draft(text=pack_text(rule_of())), by=privacy_officer, reason="A trial.")

    def grown() -> int:
        grow()
        complete_impacts(queue_impact(change).pk)
        return count(lambda program: program.get(f"policies/changes/{change.pk}/impact/{path}"))

    before = grown()
    assert before == grown() <= 20


def test_a_check_costs_as_many_queries_however_many_entries_there_are(count: Count, grow):
    """And a few more for each manifest, of which each is looked up among near duplicates."""

    def checked(number: int) -> int:
        asked = {"manifests": [manifest("use_case", f"case-{one}") for one in range(number)]}
        return count(lambda program: program.post("policy-checks/", asked))

    grow()
    grow()
    checked(1)  # reads what is kept between requests
    one, ten = checked(1), checked(10)
    grow()
    checked(1)
    assert (checked(1), checked(10)) == (one, ten)
    assert one <= 21
    assert ten - one <= 3 * 9
