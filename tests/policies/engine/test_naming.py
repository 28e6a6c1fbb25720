"""What is asked once for all that say the same, is asked anew of whatever says something else."""

from copy import deepcopy
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import FactIndex
from policies.engine import naming, peers
from policies.engine.membership import ask
from policies.engine.naming import Naming, Selecting
from tests.policies.random_rules import ODD
from tests.policies.test_facts import NEAR, SAID
from tests.policies.writing import check_of, packs_of, parsed, rule_of

TODAY = date(2026, 11, 22)
VALUES = [None, True, False, 0, 1, 1.5, "", "1", "true", [], ["1"], [1], [True], ["1", "2"], ["2", "1"]]
NESTED = [{}, {"1": None}, [[]], [["1"]], [{}], [{"key": "1"}], [{"key": 1}], [{"key": "1"}, {}], ["1", {}]]


def test_only_those_that_say_the_same_have_the_same_name():
    name_of = Naming({("a",), ("b", "c")}).of
    records = [{"a": one} for one in (*VALUES, *NESTED)] + [{"b": {"c": one}} for one in VALUES[1:]]
    records += [{"b": one} for one in VALUES[1:]]
    for one, other in combinations(records, 2):
        assert name_of(one) != name_of(other), (one, other)
    assert [name_of(deepcopy(one)) for one in records] == [name_of(one) for one in records]


@pytest.mark.parametrize("room", [2, 1_000])
@pytest.mark.parametrize(
    "where",
    [
        {"status": ["sanctioned", "tolerated"]},
        {"all": [{"processes_personal_data": True}, {"status": {"ne": "retired"}}]},
        {"owner_team.key": {"exists": True}},
        {"title": {"eq": {"field": "org.dpo_name"}}},
    ],
)
def test_what_holds_of_an_entry_is_what_the_interpreter_says(where, room, monkeypatch):
    monkeypatch.setattr(naming, "_MOST_KNOWN", room)
    node = parsed(where, "tool")
    selecting = Selecting(node, TODAY)
    for one in (*VALUES, *NESTED, *ODD, "sanctioned", "retired", {"key": "x"}):
        for name in ("status", "processes_personal_data", "owner_team", "title"):
            for rest in ({}, {"status": "sanctioned"}, {"org": {"dpo_name": "sanctioned"}}):
                record = rest | {"kind": "tool", name: one}
                assert selecting.of(record) is ask(node, record, record, TODAY)


@pytest.mark.parametrize("room", [1, 300])
@settings(max_examples=30, deadline=None)
@given(said=st.lists(SAID, min_size=2, max_size=8))
def test_whoever_asks_first_the_others_are_told_the_same(said, room):
    records = [{"kind": "tool", "key": f"t{number}"} | one for number, one in enumerate(said)]
    alone = [FactIndex(records, NEAR, TODAY).for_record(one) for one in records]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peers, "_MOST_KNOWN", room)
        index = FactIndex(reversed(records), NEAR, TODAY)
        assert [index.for_record(one) for one in records] == alone


@pytest.mark.parametrize("number", [3, 400])
def test_what_a_peer_is_compared_with_of_the_organisation_is_part_of_the_question(number):
    named = {"description": {"eq": {"field": "org.dpo_name"}}}
    where = {"any": [{"title": {"eq": {"field": "$.title"}}}, named]}
    fact = {"near": {"kind": "peers", "of": "tool", "where": where}}
    asking = rule_of(applies_to=["tool"], require=[check_of({"facts.near.size": {"lte": 0}})])

    def tool(key, title, description, officer):
        said = {"title": title, "description": description, "org": {"dpo_name": officer}}
        return {"kind": "tool", "key": key, **said}

    tools = [tool(f"k{one}", f"Tool {one}", f"D{one}", "Ada") for one in range(number)]
    index = FactIndex(tools, packs_of(asking, facts=fact), TODAY)
    asked = [index.for_record(tool("me", "Mine", "Own", officer)) for officer in ("D1", "D2", "Nobody")]
    assert [one["near"]["size"] for one in asked] == [1, 1, 0]
