"""Parameters, lists and facts of a pack: typed, bounded, and named where they are wrong."""

import pytest

from policies import PackError
from policies.language.facts import ABOUT
from policies.language.shapes import FACT_SLOTS
from tests.policies.writing import check_of, packs_of, rule_of

MONTHS = {"retention_months": {"lte": {"param": "most"}}}


def with_param(param, that=MONTHS, message="No more than {param.most}."):
    return packs_of(rule_of(require=[check_of(that, message)]), params={"most": param})


def test_parameters_stand_for_their_defaults():
    assert with_param({"type": "int", "default": 24, "min": 1}).rules[0].require[0].message.parts[1] == "24"
    age = {"retired_on": {"after": {"ago": {"param": "most"}}}}
    assert (
        with_param({"type": "duration", "default": "P12M"}, age).rules[0].require[0].message.parts[1]
        == "12 months"
    )


@pytest.mark.parametrize(
    ("param", "message"),
    [
        ({"type": "int", "default": 24}, "This parameter has no bounds"),
        ({"type": "int", "default": 0, "min": 1}, "0 is outside this parameter's own bounds"),
        ({"type": "int", "default": 9, "max": 8.5}, "9 is outside this parameter's own bounds"),
        ({"type": "int", "default": 1.5, "min": 1}, "1.5 is not a whole number"),
        ({"type": "number", "default": "9", "min": 1}, "'9' does not fit: a number was expected"),
        ({"type": "duration", "default": "a year"}, "'a year' is not a duration"),
        ({"type": "nope", "default": 1}, "'nope' is not a type or a vocabulary"),
        ({"type": "eu_ai_tier", "default": "x"}, "'x' is not a value of eu_ai_tier"),
        ({"type": "list", "items": "country", "default": ["XX"]}, "'XX' is not a value of country"),
        (
            {"type": "list", "items": "country", "default": {"list": "gone"}},
            "'gone' is not a list of this pack",
        ),
        ({"type": "text", "default": "a"}, "This is text, where number is expected"),
        ({"type": "duration", "default": "P1D"}, "'most' does not fit where number is expected"),
    ],
)
def test_parameters_keep_to_their_type_and_bounds(param, message):
    with pytest.raises(PackError) as refused:
        with_param(param)
    assert refused.value.message.startswith(message)


def test_lists_hold_values_of_their_vocabulary_with_their_source():
    europe = {"source": "ISO 3166", "type": "country", "values": ["DE", "FR"]}
    that = {"member_states": {"subset": {"list": "europe"}}}
    assert packs_of(rule_of(require=[check_of(that)]), lists={"europe": europe})
    with pytest.raises(PackError, match="'source' is missing"):
        packs_of(rule_of(), lists={"europe": {"type": "country", "values": ["DE"]}})
    with pytest.raises(PackError, match="'XX' is not a value of country"):
        packs_of(rule_of(), lists={"europe": europe | {"values": ["XX"]}})
    with pytest.raises(PackError, match="This is country, where a list"):
        packs_of(
            rule_of(require=[check_of({"functions": {"subset": {"list": "europe"}}})]),
            lists={"europe": europe},
        )


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ({"kind": "peers", "of": "tool", "same": ["tool_category"]}, ""),
        ({"kind": "groups", "of": "tool"}, "'by' is missing"),
        (
            {"kind": "groups", "of": "tool", "by": "tool_category", "same": ["key"]},
            "'same' has no meaning for groups",
        ),
        (
            {"kind": "groups", "of": "tool", "by": "key", "where": {"key": {"ne": {"field": "$.key"}}}},
            "Groups are",
        ),
        ({"kind": "groups", "of": "tool", "by": "capabilities"}, "capabilities is not a field with one word"),
        ({"kind": "overlap", "of": "ai_model"}, "overlap is not known of ai_model"),
        ({"kind": "overlap", "of": "tool", "where": {"key": "x"}}, "'where' has no meaning for overlap"),
        ({"kind": "peers", "of": "tool", "similar": {"field": "key", "jaccard": 0.5}}, "key is not a set"),
        (
            {"kind": "peers", "of": "tool", "similar": {"field": "capabilities", "jaccard": 2}},
            "The share lies",
        ),
        ({"kind": "peers", "of": "tool", "where": {"nope": 1}}, "'nope' is not a field of tool"),
        ({"kind": "linked", "of": "tool", "from": "use_case", "by": "tools"}, ""),
        ({"kind": "linked", "of": "tool", "from": "use_case", "by": "flows.source_ref"}, "flows.source_ref"),
        ({"kind": "linked", "of": "tool", "from": "use_case", "by": "models"}, "models does not lead from a"),
        ({"kind": "linked", "of": "tool", "by": "tools"}, "'from' is missing"),
        ({"kind": "linked", "of": "tool", "from": "use_case", "by": "tool"}, "'tool' is not a field of use"),
        ({"kind": "decisions", "of": "tool"}, ""),
        ({"kind": "decisions", "of": "tool", "by": "key"}, "'by' has no meaning for decisions"),
        ({"kind": "nope", "of": "tool"}, "'nope' is not allowed here"),
    ],
)
def test_facts_are_declared_with_what_their_kind_needs(fact, message):
    if not message:
        assert packs_of(rule_of(), facts={"near": fact}).facts["near"].of == "tool"
        return
    with pytest.raises(PackError) as refused:
        packs_of(rule_of(), facts={"near": fact})
    assert refused.value.message.startswith(message)


def test_the_reference_tells_of_each_kind_of_fact():
    assert list(ABOUT) == list(FACT_SLOTS)


def test_a_rule_asks_only_for_facts_about_its_own_kind():
    near = {"kind": "peers", "of": "tool", "same": ["tool_category"]}
    that = [check_of({"facts.near.size": {"lte": 0}})]
    assert packs_of(rule_of(applies_to=["tool"], require=that), facts={"near": near})
    overrides = [{"if": that[0]["that"], "from": "2027-01-01"}]
    for changes in ({"require": that}, {"effective_overrides": overrides}):
        with pytest.raises(PackError, match="computed for each tool, not for each use_case"):
            packs_of(rule_of(**changes), facts={"near": near})
