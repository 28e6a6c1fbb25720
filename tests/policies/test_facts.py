"""Facts over a portfolio: who belongs for certain, who may, and nobody is a peer of himself."""

from datetime import date
from gc import collect
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import FactIndex, compute_facts, load_packs
from policies.engine import overlaps
from policies.engine.interpret import evaluate
from policies.engine.membership import MOST_KEYS, fields_read, scope_of
from policies.facts import StreamedFacts
from policies.record import resolve
from tests.manifests import random_manifests
from tests.policies.writing import check_of, packs_of, parsed, rule_of

TODAY = date(2026, 11, 22)
ALIKE = {
    "kind": "peers",
    "of": "tool",
    "same": ["tool_category"],
    "similar": {"field": "capabilities", "jaccard": 0.5},
    "where": {"status": ["sanctioned", "tolerated"], "owner_team.key": {"ne": {"field": "$.owner_team.key"}}},
}


def packs(**facts):
    return packs_of(rule_of(applies_to=["tool", "use_case"], require=[{
        "id": "a", "that": {"title": "x"}, "message": "m", "fix": "f"}]), facts=facts)  # fmt: skip


def name_of(record):
    return record["kind"], record["key"]


def tool(key, **said):
    plain = {
        "tool_category": "cdp",
        "capabilities": ["a", "b"],
        "status": "sanctioned",
        "owner_team": {"key": key},
    }
    return {"kind": "tool", "key": key} | plain | said


NEAR = packs(near=ALIKE)


def peers(record, *others):
    return compute_facts(record, [record, *others], NEAR, today=TODAY)["near"]


MINE = tool("mine")


@pytest.mark.parametrize(
    ("other", "size", "size_max"),
    [
        (tool("b"), 1, 1),
        (tool("b", tool_category="crm"), 0, 0),
        (tool("b", tool_category=None), 0, 1),
        (tool("b", capabilities=["a", "b", "c", "d"]), 1, 1),
        (tool("b", capabilities=["a", "c"]), 0, 0),
        (tool("b", capabilities=None), 0, 1),
        (tool("b", capabilities=["a", None]), 0, 1),
        (tool("b", status="retired"), 0, 0),
        (tool("b", status=None), 0, 1),
        (tool("b", status=None, tool_category="crm"), 0, 0),
        (tool("b", owner_team={"key": "mine"}), 0, 0),
        (tool("b", owner_team=None), 0, 1),
        (tool("b", owner_team="no mapping"), 0, 1),
        ({"kind": "use_case", "key": "b"}, 0, 0),
    ],
)
def test_who_belongs_is_certain_possible_or_out(other, size, size_max):
    found = peers(MINE, other)
    assert (found["size"], found.get("size_max", found["size"])) == (size, size_max)
    assert found["keys"] == ["b"] * size
    assert found.get("possible_keys", []) == ["b"] * (size_max - size)


def test_a_record_that_says_too_little_may_have_any_peer_that_is_not_ruled_out():
    found = peers(
        tool("mine", tool_category=None),
        tool("b"),
        tool("c", tool_category="crm"),
        tool("d", status="retired"),
    )
    assert found == {"size": 0, "keys": [], "size_max": 2, "possible_keys": ["b", "c"]}


def test_nobody_is_a_peer_of_himself_also_when_registered_in_an_older_form():
    assert peers(MINE, tool("mine", status="tolerated")) == {"size": 0, "keys": []}


def test_keys_are_sorted_and_cut_and_the_size_is_not():
    many = [tool(f"t{number:03}") for number in reversed(range(MOST_KEYS + 20))]
    found = peers(MINE, *many)
    assert found["size"] == MOST_KEYS + 20
    assert found["keys"] == [f"t{number:03}" for number in range(MOST_KEYS)]


def test_groups_count_by_a_field_with_those_unsaid_in_every_group():
    spec = {"kind": "groups", "of": "tool", "by": "tool_category", "where": {"status": ["sanctioned"]}}
    others = [
        tool("a"),
        tool("b", tool_category="crm"),
        tool("c", tool_category=None),
        tool("d", status=None),
    ]
    found = compute_facts(MINE, [MINE, *others], packs(by=spec), today=TODAY)["by"]
    assert found == [
        {"key": "cdp", "size": 1, "keys": ["a"], "size_max": 3, "possible_keys": ["c", "d"]},
        {"key": "crm", "size": 1, "keys": ["b"], "size_max": 2, "possible_keys": ["c"]},
        {"key": None, "size": 0, "keys": [], "size_max": 1, "possible_keys": ["c"]},
    ]


def test_overlaps_come_from_the_index_of_near_duplicates():
    spec = {"kind": "overlap", "of": "tool"}
    one = {
        "kind": "tool",
        "key": "a",
        "title": "Mailchimp",
        "product": "Mailchimp",
        "vendor": {"name": "Intuit"},
    }
    found = compute_facts(one, [one, one | {"key": "b"}], packs(near=spec), today=TODAY)["near"]
    assert (found["size"], found["keys"]) == (1, ["b"])
    assert set(found["items"][0]) == {"key", "title", "score", "level", "reasons", "outcome"}


def test_a_fact_of_another_kind_is_left_out_and_so_unknown():
    use_case = {"kind": "use_case", "key": "x"}
    spec = {"kind": "groups", "of": "tool", "by": "tool_category"}
    found = compute_facts(use_case, [MINE], packs(near=ALIKE, by=spec), today=TODAY)
    assert list(found) == ["by"]


SAID = st.fixed_dictionaries(
    {},
    optional={
        "tool_category": st.sampled_from(["cdp", "crm", None]),
        "capabilities": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        "status": st.sampled_from(["sanctioned", "retired"]),
        "owner_team": st.sampled_from([{"key": "x"}, {"key": "y"}]),
    },
)


@settings(max_examples=50)
@given(st.lists(SAID, min_size=2, max_size=5))
def test_many_at_once_come_out_as_one_by_one(said):
    records = [{"kind": "tool", "key": f"t{number}"} | one for number, one in enumerate(said)]
    index = FactIndex(records, NEAR, TODAY)
    for record in records:
        found = index.for_record(record)["near"]
        alone = [peers(record, other) for other in records if other is not record]
        assert found["size"] == sum(one["size"] for one in alone)
        assert found["keys"] == sorted(key for one in alone for key in one["keys"])
        assert found.get("size_max", found["size"]) == sum(one.get("size_max", one["size"]) for one in alone)


TEAMS = (None, {"key": "a"}, {"key": "b"}, {"$unknown": "not asked"}, {"key": "a", "$unknown": "gone"})


@given(st.lists(st.sampled_from(TEAMS), min_size=2, max_size=8))
@settings(max_examples=25, deadline=None)
def test_what_compares_a_field_with_the_same_field_is_looked_up_as_the_predicate_says(teams):
    by_team = {"owner_team.key": {"eq": {"field": "$.owner_team.key"}}}
    same = packs(near={"kind": "peers", "of": "tool", "where": by_team})
    records = [tool(f"t{number}", owner_team=team) for number, team in enumerate(teams)]
    for record in records:
        scopes = [scope_of(record, TODAY).inside(other, "") for other in records if other is not record]
        truths = [evaluate(same.facts["near"].where, scope) for scope in scopes]
        found = compute_facts(record, records, same, today=TODAY)["near"]
        assert found["size"] == truths.count(True)
        assert found.get("size_max", found["size"]) == truths.count(True) + truths.count(None)


def test_records_that_stream_past_have_the_facts_of_a_whole_portfolio():
    shipped = load_packs()
    manifests = random_manifests(5, 60, {"team": ["t"], "kpi": ["k"]})
    named = {(said["kind"], said["key"]): said for said in manifests}
    records = [resolve(said, lambda kind, key: named.get((kind, key))) for said in manifests]
    by_name = {name_of(one): one for one in sorted(records, key=name_of)}

    whole = FactIndex(records, shipped, TODAY)
    last_first = list(reversed(by_name.values()))
    passing = StreamedFacts(lambda _: last_first, shipped, TODAY, None, lambda *name: by_name.get(name))
    assert [passing.for_rules(one) for one in records] == [whole.for_rules(one) for one in records]
    assert any(whole.for_rules(one) for one in records)


class Watched(dict):
    """A record of which can be told whether anybody still holds it."""

    __slots__ = ("__weakref__",)


def test_of_records_that_stream_past_none_is_kept(monkeypatch):
    monkeypatch.setattr(overlaps, "_MOST_WAITING", 10)
    said = list(random_manifests(5, 200, {"team": ["t"], "kpi": ["k"]}))
    watched: list[ref] = []

    def passing(kinds):
        for one in sorted(said, key=name_of):
            record = Watched(resolve(one, lambda kind, key: None))
            watched.append(ref(record))
            yield record

    index = StreamedFacts(passing, load_packs(), TODAY, None, lambda kind, key: None)
    collect()
    assert len(watched) == len(said)
    assert sum(one() is not None for one in watched) <= 10
    assert index.for_rules(said[0])


def test_what_no_rule_about_a_kind_reads_is_not_worked_out_for_it():
    that = {"facts.read.size": {"lte": 3}}
    rule = rule_of(applies_to=["tool"], require=[check_of(that, "{facts.told.size} are there.")])
    same = {"kind": "peers", "of": "tool", "same": ["tool_category"]}
    some = packs_of(rule, facts={"read": same, "told": same, "unread": same})

    index = FactIndex([MINE], some, TODAY)
    assert set(index.for_rules(MINE)) == {"read", "told"}
    assert set(index.for_record(MINE)) == {"read", "told", "unread"}


def test_what_the_council_decided_is_handed_in_and_unknown_where_it_is_not():
    decided = packs(council={"kind": "decisions", "of": "use_case"})
    one = {"kind": "use_case", "key": "x"}
    items = [{"outcome": "approved", "decided_on": "2026-01-02", "conditions_open": 0}]
    held = {("use_case", "x"): {"decisions": {"items": items}}, ("tool", "x"): {"decisions": {"items": []}}}
    assert compute_facts(one, [one], decided, today=TODAY, held=held) == {"council": {"items": items}}
    assert compute_facts(one, [one], decided, today=TODAY) == {}
    assert compute_facts(one | {"key": "y"}, [one], decided, today=TODAY, held=held) == {}


def test_what_a_predicate_reads_of_the_other_entry_is_told_from_what_it_reads_of_entries_inside():
    union = {"union": {"in": "$.co_owner_teams", "of": "key"}}
    assert fields_read(parsed({"owner_team.key": {"in": union}}), "item") == {("owner_team", "key")}
    assert fields_read(parsed({"owner_team.key": {"in": union}}), "record") == {("co_owner_teams",)}
    around = {"some": {"in": "data_links", "where": {"justification": {"eq": {"field": "^.title"}}}}}
    assert fields_read(parsed(around), "item") == {("data_links",), ("title",)}
