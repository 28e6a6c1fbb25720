"""Every rule that ships proves itself by its own examples, and accuses nobody of silence."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from policies import check, load_packs
from policies.language.examples import Example

PACKS = load_packs()
EXPECTED = {"passes": {"pass", "not_applicable"}, "fails": {"fail"}, "unknown": {"unknown"}}
EXAMPLES = [
    pytest.param(rule, name, example, id=f"{rule.id}-{name}-{number}")
    for rule in PACKS.rules
    for name in EXPECTED
    for number, example in enumerate(getattr(rule.examples, name))
]
RULES = [pytest.param(rule, id=rule.id) for rule in PACKS.rules]


def report(rule, example: Example):
    return check(example.record, PACKS, as_of=example.as_of, facts=example.facts)


@pytest.mark.parametrize(("rule", "name", "example"), EXAMPLES)
def test_a_rule_answers_as_its_example_says(rule, name, example):
    assert report(rule, example).outcomes[rule.id] in EXPECTED[name]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_seen_to_pass_where_it_applies(rule):
    outcomes = {report(rule, example).outcomes[rule.id] for example in rule.examples.passes}
    assert "pass" in outcomes


@pytest.mark.parametrize("rule", RULES)
def test_every_check_of_a_rule_is_seen_at_work(rule):
    examples = (*rule.examples.fails, *rule.examples.unknown)
    found = [finding for example in examples for finding in report(rule, example).findings]
    seen = {finding.check_id for finding in found if finding.rule_id == rule.id}
    assert {one.id for one in rule.require} <= seen


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_accuses_nobody_who_said_nothing(rule):
    for kind in rule.applies_to:
        empty = check({"kind": kind, "key": "empty"}, PACKS, as_of=rule.examples.passes[0].as_of, facts={})
        assert empty.outcomes[rule.id] in {"unknown", "not_applicable"}


def with_one_answer_less(said: Any) -> Iterator[Any]:
    """Yield a copy of ``said`` for each field in it, at any depth, that leaves this field out."""
    members = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for step, value in members:
        if isinstance(said, dict) and step not in {"kind", "key"}:
            yield {name: other for name, other in said.items() if name != step}
        for less in with_one_answer_less(value):
            copy = said.copy()
            copy[step] = less
            yield copy


@pytest.mark.parametrize("rule", RULES)
def test_leaving_one_answer_out_of_a_passing_record_is_never_a_failure(rule):
    for example in rule.examples.passes:
        for record in with_one_answer_less(example.record):
            assert report(rule, replace(example, record=record)).outcomes[rule.id] != "fail", record


@pytest.mark.parametrize("rule", RULES)
def test_the_facts_of_its_examples_matter_to_a_rule(rule):
    told = [example for example in rule.examples.fails if example.facts]
    without = [report(rule, replace(example, facts={})).outcomes[rule.id] for example in told]
    assert not told or set(without) != {"fail"}


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_says_can_be_read_in_one_go(rule):
    texts = [
        rule.title,
        rule.why,
        *(one.fix for one in rule.require),
        *(one.message.text for one in rule.require),
    ]
    for text in texts:
        assert text
        for sentence in text.replace("e-mail", "email").split(". "):
            assert len(sentence.split()) <= 30, sentence
    assert all(one.message.text.endswith(".") and one.fix.endswith(".") for one in rule.require)


def test_the_rules_that_ship_are_all_there():
    families = {"CON": 17, "DRD": 8, "AIA": 17, "GOV": 4, "MRM": 12, "PRV": 19, "SEC": 11, "DUP": 8, "VAL": 8}
    assert [rule.id for rule in PACKS.rules] == [
        f"{family}-{number:03}" for family, most in families.items() for number in range(1, most + 1)
    ]
