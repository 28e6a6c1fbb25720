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


def test_the_shipped_packs_leave_nothing_to_remark_on():
    assert lint_packs(load_packs()) == []
