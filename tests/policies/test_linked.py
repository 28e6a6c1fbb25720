"""Entries that link to a record: who does for certain, who may, and who does not."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import FactIndex, compute_facts
from tests.policies.writing import check_of, packs_of, rule_of

TODAY = date(2026, 11, 22)


def tool(key, **said):
    return {"kind": "tool", "key": key} | said


MINE = tool("mine")
USED = packs_of(
    rule_of(applies_to=["tool"], require=[check_of({"title": "x"})]),
    facts={
        "used_by": {
            "kind": "linked",
            "of": "tool",
            "from": "use_case",
            "by": "tools",
            "where": {"lifecycle_stage": ["production", "scaled"]},
        },
        "sources": {
            "kind": "linked",
            "of": "data_source",
            "from": "use_case",
            "by": "data_links.data_source",
        },
        "renamed": {
            "kind": "linked",
            "of": "tool",
            "from": "use_case",
            "by": "tools",
            "where": {"title": {"ne": {"field": "$.title"}}},
        },
    },
)


def using(key, **said):
    return {"kind": "use_case", "key": key, "lifecycle_stage": "production"} | said


@pytest.mark.parametrize(
    ("other", "size", "size_max"),
    [
        (using("b", tools=[{"key": "a"}, {"key": "mine"}]), 1, 1),
        (using("b", tools=[{"key": "a"}]), 0, 0),
        (using("b", tools=[]), 0, 0),
        (using("b"), 0, 1),
        (using("b", tools={"$unknown": "nobody asked"}), 0, 1),
        (using("b", tools=[{"key": "a"}, {"$unknown": "a mailer"}]), 0, 1),
        (using("b", tools=[{"key": "mine"}, {"$unknown": "a mailer"}]), 1, 1),
        (using("b", tools=[{"key": "mine", "$unknown": "not registered"}]), 1, 1),
        (using("b", tools=[{"key": "mine"}], lifecycle_stage="idea"), 0, 0),
        (using("b", tools=[{"key": "mine"}], lifecycle_stage=None), 0, 1),
        (using("b", lifecycle_stage="idea"), 0, 0),
        (using("b", tools="no list"), 0, 1),
        (tool("b", tools=[{"key": "mine"}]), 0, 0),
    ],
)
def test_who_links_here_is_certain_possible_or_out(other, size, size_max):
    found = compute_facts(MINE, [MINE, other], USED, today=TODAY)["used_by"]
    assert (found["size"], found.get("size_max", found["size"])) == (size, size_max)
    assert found["keys"] == ["b"] * size
    assert found.get("possible_keys", []) == ["b"] * (size_max - size)


def test_links_are_followed_over_lists_and_counted_once_for_each_entry():
    source = {"kind": "data_source", "key": "crm"}
    twice = using("b", data_links=[{"data_source": {"key": "crm"}}, {"data_source": {"key": "crm"}}])
    found = compute_facts(source, [source, twice], USED, today=TODAY)
    assert found == {"sources": {"size": 1, "keys": ["b"]}}


def test_an_entry_of_another_kind_with_the_same_key_is_not_the_record_itself():
    found = compute_facts(MINE, [MINE, using("mine", tools=[{"key": "mine"}])], USED, today=TODAY)
    assert found["used_by"]["keys"] == ["mine"]


LINKS = st.lists(
    st.sampled_from([{"key": "t0"}, {"key": "t1"}, {"$unknown": "?"}, {"key": "t1", "$unknown": "?"}])
)
USERS = st.fixed_dictionaries(
    {},
    optional={
        "tools": st.one_of(st.none(), LINKS),
        "lifecycle_stage": st.sampled_from(["idea", "production", None]),
        "title": st.sampled_from(["T", "U", None]),
    },
)


def points(user, key, in_scope):
    """Kleene by hand: does this use case point at the tool, and is it one of those asked for?"""
    tools = user.get("tools")
    named = [one.get("key") for one in tools or []]
    link = True if key in named else None if tools is None or None in named else False
    return False if False in (link, in_scope) else None if None in (link, in_scope) else True


@settings(max_examples=100)
@given(st.lists(USERS, max_size=6), st.sampled_from(["T", "U", None]))
def test_links_match_brute_force(said, title):
    users = [{"kind": "use_case", "key": f"u{number}"} | one for number, one in enumerate(said)]
    tools = [tool("t0", title=title), tool("t1", title="U")]
    index = FactIndex([*users, *tools], USED, TODAY)
    for one in tools:
        facts = index.for_record(one)
        for name, asked in (("used_by", _is_live), ("renamed", partial(_differs, one))):
            truths = {user["key"]: points(user, one["key"], asked(user)) for user in users}
            certain = sorted(key for key, truth in truths.items() if truth)
            possible = sorted(key for key, truth in truths.items() if truth is None)
            assert facts[name]["keys"] == certain
            assert facts[name].get("possible_keys", []) == possible
            assert facts[name].get("size_max", facts[name]["size"]) == len(certain) + len(possible)


def _is_live(user):
    stage = user.get("lifecycle_stage")
    return None if stage is None else stage == "production"


def _differs(one, user):
    titles = (user.get("title"), one.get("title"))
    return None if None in titles else titles[0] != titles[1]
