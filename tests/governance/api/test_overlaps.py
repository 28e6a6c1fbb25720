"""Who already has this, for programs; and deciding through the API."""

import pytest

from governance.models import OverlapDecision
from governance.services.overlaps import decide_overlap
from registry.models import OverlapSignature
from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


@pytest.fixture
def pair(marketing):
    return make_entry("tool", title="Voice one", **SAME), make_entry("tool", title="Voice two", **SAME)


def place(pair, end: str = "decision") -> str:
    return f"entries/tool/{pair[0].key}/overlaps/{pair[1].key}/{end}/"


def test_an_entry_lists_what_looks_like_it_with_its_decision(member, campaign_manager, pair):
    decide_overlap(*pair, by=campaign_manager, outcome="join", reason="They have seats.")
    for entry, other in (pair, pair[::-1]):
        answer = member.get(f"entries/tool/{entry.key}/overlaps/").json()
        (found,) = answer["overlaps"]
        assert (found["entry"]["key"], found["level"], found["counts"]) == (other.key, "duplicate", True)
        decision = found["decision"]
        assert (decision["outcome"], decision["decided_for"]) == ("join", pair[0].key)
        assert decision["decided_by"] == "Cara Campaign"
        assert answer["out_of_sight"] is None


def test_a_manifest_that_is_not_registered_finds_the_same(member, pair):
    body = manifest(title="Voice three", **SAME)
    found = member.post("overlaps/", body).json()
    assert {one["entry"]["key"] for one in found["overlaps"]} == {entry.key for entry in pair}
    assert found["is_complete"] is True


def test_a_manifest_that_is_registered_comes_with_what_was_decided_on_it(member, campaign_manager, pair):
    decide_overlap(*pair, by=campaign_manager, outcome="join")
    (found,) = member.post("overlaps/", pair[0].document).json()["overlaps"]
    assert (found["counts"], found["decision"]["outcome"]) == (True, "join")
    sent = {"outcome": "extend", "seen": found["seen"]}
    assert member.post(place(pair), sent).json()["outcome"] == "extend"


def test_an_answer_says_where_more_may_be_found_later(member, pair):
    OverlapSignature.objects.filter(entry=pair[0]).update(signed_by="an older release")
    found = member.post("overlaps/", manifest(title="Voice three", **SAME)).json()
    assert found["is_complete"] is False


def test_what_is_out_of_sight_is_told_by_its_department_alone(member, service_team):
    make_entry("tool", title="Hushbox", owner_team=service_team, **SAME)
    answer = member.post("overlaps/", manifest(title="Voice three", **SAME))
    assert "Hushbox" not in answer.content.decode()
    assert answer.json()["overlaps"] == []
    assert answer.json()["out_of_sight"]["departments"] == ["Customer experience"]


def test_a_pair_is_decided_on_and_the_decision_taken_back(member, pair):
    (found,) = member.get(f"entries/tool/{pair[0].key}/overlaps/").json()["overlaps"]
    sent = {"outcome": "justify", "reason": "Ours hears Finnish.", "seen": found["seen"]}
    answer = member.post(place(pair), sent)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "justify")
    stale = member.post(place(pair), sent | {"outcome": "extend"})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:muster:problem:conflict")
    assert member.post(place(pair, "withdrawal"), {}).json()["ended_at"]
    assert member.post(place(pair, "withdrawal"), {}).status_code == 404


def test_what_cant_be_decided_is_a_problem_at_its_member(member, pair):
    answer = member.post(place(pair), {"outcome": "justify"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["pointer"] == "/reason"
    answer = member.post(place(pair), {"outcome": "perhaps"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/outcome")
    assert not OverlapDecision.objects.exists()


def test_who_only_reads_may_not_decide(viewer, pair):
    assert Program(viewer).post(place(pair), {"outcome": "join"}).status_code == 403


def test_it_costs_as_many_queries_however_many_look_alike(
    member, campaign_manager, pair, django_assert_max_num_queries
):
    for number in range(5):
        other = make_entry("tool", title=f"Voice {number}", **SAME)
        decide_overlap(pair[0], other, by=campaign_manager, outcome="extend")
    member.get("entries/")
    with django_assert_max_num_queries(24):
        assert len(member.get(f"entries/tool/{pair[0].key}/overlaps/").json()["overlaps"]) == 6
    with django_assert_max_num_queries(24):
        member.post("overlaps/", manifest(title="Voice three", **SAME))
