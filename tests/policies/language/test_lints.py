"""Remarks on packs that load and yet say something that is hardly meant."""

import pytest

from policies import lint_packs, load_packs
from tests.policies.writing import check_of, packs_of, rule_of

THAT = {"rag_enabled": True}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"when": THAT}, "This check can't fail"),
        ({"when": {"title": "a", "rag_enabled": True}}, "This check can't fail"),
        ({"require": [check_of(THAT), check_of({"title": "a"}, id="other")]}, "Two checks say the same"),
        ({"refs": ["Art 5(1)"]}, "'Art 5(1)' names no law"),
        ({"when": {"at_least": {"n": 3, "of": [THAT, {"title": "a"}]}}}, "At least 3 of 2 never holds"),
        ({"when": {"count": {"in": "tools", "gte": 3, "lte": 2}}}, "No number is at least 3 and at most 2"),
        ({"when": {"count": {"in": "tools", "gte": 0}}}, "Every count is at least 0"),
        ({"when": {"all": [{"title": "a"}, {"title": "b"}]}}, "title can't be two things at once"),
        ({"when": {"all": [{"title": "a"}, {"title": "b"}]}}, "No check of this rule is ever reached"),
        ({"when": {"title": {"in": ["a", "b"], "eq": "c"}}}, "title can't be two things at once"),
        ({"when": {"title": {"eq": "a", "starts_with": "b"}}}, "title can't be two things at once"),
        ({"when": {"title": {"eq": "a", "exists": False}}}, "title can't be two things at once"),
        ({"when": {"retention_months": {"gt": 5, "lte": 5}}}, "A thing and its opposite"),
        ({"when": {"retention_months": {"gte": 6, "lte": 5}}}, "retention_months can't be two things"),
        (
            {"when": {"retired_on": {"after": "2026-01-02", "before": "2026-01-02"}}},
            "retired_on can't be two things",
        ),
        ({"when": {"all": [THAT, {"not": THAT}]}}, "A thing and its opposite are asked for"),
        ({"when": {"any": [THAT, {"not": THAT}]}}, "One of two opposites always holds"),
        ({"when": {"any": [{"title": "a"}, {"title": {"ne": "a"}}]}}, "One of two opposites"),
        ({"when": {"any": [{"tools": {"empty": True}}, {"tools": {"empty": False}}]}}, "One of two"),
        ({"when": {"not": THAT}}, "This check can't pass: `when` says the opposite"),
        (
            {"require": [check_of(THAT), check_of(THAT, "B.", id="other")]},
            "The check 'only' asks this already",
        ),
        (
            {
                "require": [
                    check_of({"tools": {"empty": False}, "title": {"min_length": 1}}, fix="The tools.")
                ]
            },
            "The fix",
        ),
        ({"require": [check_of(THAT, fix="Adding tools helps.")]}, "The fix doesn't begin with what to do"),
        ({"require": [check_of(THAT, ask="Adding tools helps.")]}, "The ask doesn't begin with what to do"),
        (
            {
                "require": [check_of({"title": {"exists": True}}, ask="Enter it.")],
                "examples": {"passes": [{}], "fails": [{}]},
            },
            "This check is never unknown",
        ),
        (
            {
                "require": [check_of({"title": {"exists": True}})],
                "examples": {"passes": [{}], "fails": [{}]},
            },
            "This check asks whether something was said",
        ),
        (
            {"require": [check_of({"every": {"in": "tools", "satisfies": {"title": {"exists": True}}}})]},
            "This check asks whether something was said",
        ),
    ],
)
def test_a_rule_that_hardly_means_what_it_says_is_remarked_on(changes, message):
    found = lint_packs(packs_of(rule_of(**changes)))
    assert [lint.message for lint in found if lint.message.startswith(message)]
    assert all(lint.rule_id == "TST-001" and lint.line > 1 for lint in found)


def test_what_nothing_reads_is_remarked_on():
    found = lint_packs(
        packs_of(
            params={"most": {"type": "int", "default": 1, "min": 0}},
            lists={"all": {"source": "own", "type": "country", "values": ["DE"]}},
            facts={"near": {"kind": "overlap", "of": "tool"}},
        )
    )
    assert {lint.message for lint in found} == {
        "No rule reads the fact 'near'",
        "Nothing reads 'most'",
        "Nothing reads 'all'",
    }


@pytest.mark.parametrize(
    "when",
    [
        {"retention_months": {"gte": 5, "lte": 5}},
        {"title": {"in": ["a", "b"], "ne": "a"}},
        {"any": [{"rag_enabled": {"exists": True}}, {"title": "a"}]},
        {"all": [{"retired_on": {"after": "2026-01-01", "before": "2026-01-03"}}, {"title": "a"}]},
        {"all": [{"some": {"in": "tools", "where": {"title": name}}} for name in "ab"]},
        {"retired_on": {"after": {"ago": "P1D"}, "before": {"ahead": "P1D"}}},
    ],
)
def test_what_can_hold_together_is_not_remarked_on(when):
    assert lint_packs(packs_of(rule_of(when=when))) == []


def test_a_list_from_nowhere_is_remarked_on():
    lists = {"all": {"source": "TODO", "type": "country", "values": ["DE"]}}
    when = {"some": {"in": "tools", "where": {"hosting_country": {"in": {"list": "all"}}}}}
    found = lint_packs(packs_of(rule_of(when=when), lists=lists))
    assert [lint.message for lint in found] == ["Nobody can tell where 'all' comes from"]


def test_the_shipped_packs_leave_nothing_to_remark_on():
    assert lint_packs(load_packs()) == []
