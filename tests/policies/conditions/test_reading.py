"""What can be a condition, and where a mistake in one is."""

import json

import pytest

from policies import PolicyError, load_packs
from policies.conditions import check_rule, read_condition, ready_made
from policies.language.shapes import KINDS
from tests.policies.writing import check_of, packs_of, rule_of


def test_a_condition_says_in_words_what_it_asks():
    asked = read_condition("some: {in: assessments, where: {type: dpia, status: approved}}", "use_case")
    said = [text for clause in asked.clauses for _, text in clause.lines()]
    assert said == [
        "At least one of “Assessments” is as follows:",
        "“Type” is “Data protection impact assessment (DPIA)”",
        "“Status” is “Approved”",
    ]
    assert read_condition(json.dumps(asked.expression), "use_case") == asked
    rule = read_condition("rule: PRV-007", "use_case")
    assert (rule.rule, rule.clauses[0].text) == ("PRV-007", "PRV-007 finds nothing any more")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("[1]", 1, "a mapping is expected"),
        ("{}", 1, "This is empty"),
        ("rag_enabled: true\nregons: [EU]", 2, "'regons' is not a field of use case"),
        ("rag_enabled: {matches: x}", 1, "can't be asked of"),
        ("facts.council_decisions.conditions_open: 0", 1, "is not a field of the facts"),
        ("description: {in: {list: x}}", 1, "is not a list"),
        ("rule: prv-7", 1, "Write it like PRV-001"),
        ("all: [{rag_enabled: true}, {not: {rag_enabled: true}}]", 1, "the same for every entry"),
        ("&a {rag_enabled: true}", 1, "Anchors"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, line, said):
    with pytest.raises(PolicyError, match=said.replace("[", r"\[")) as refused:
        read_condition(text, "use_case")
    assert refused.value.line == line


def test_a_rule_has_to_be_asked_of_the_kind_and_not_wait_for_the_decision_itself():
    council = {"council": {"kind": "decisions", "of": "use_case"}}
    waits = rule_of(id="TST-002", require=[check_of({"facts.council.conditions_open": 0})])
    packs = packs_of(rule_of(), waits, facts=council)
    check_rule(read_condition("rule: TST-001", "use_case"), packs)
    check_rule(read_condition("rag_enabled: true", "use_case"), packs)
    for kind, rule, said in (
        ("tool", "TST-001", "No rule TST-001"),
        ("use_case", "TST-003", "Did you mean"),
        ("use_case", "TST-002", "this decision would wait for"),
    ):
        with pytest.raises(PolicyError, match=said):
            check_rule(read_condition(f"rule: {rule}", kind), packs)
    assert [name for name in ready_made("use_case", packs) if name.startswith("rule:")] == ["rule:TST-001"]


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_ready_made_can_be_asked_of_its_kind(kind):
    packs = load_packs()
    ready = ready_made(kind, packs)
    for one in ready.values():
        check_rule(read_condition(json.dumps(one.expression), kind), packs)
        assert one.words.endswith(".")
    assert ("assessment:dpia" in ready) is (kind == "use_case")
