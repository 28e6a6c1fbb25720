"""Every rule that ships proves itself by its own examples, and accuses nobody of silence."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from policies import check, load_packs
from policies.language.examples import Example
from policies.record.fields import KINDS, PARTS, SUPPORTING, fields_of, term_label, vocabularies, vocabulary

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


# What the pages call the parts that rules send people to.
HEADINGS = {"Assessments", "Much like this", "How ready the data is", "Submit to the council"}
HEADINGS |= {"EU AI Act", "Tier under the EU AI Act"}
# Terms that people are told beside the words of the forms.
TERMS = {"sub-processors", "balancing test", "conformity assessment"}
TERMS |= {"provider", "record of processing activities", "text and data mining", "disclosed vendors"}
TERMS |= {"Global Privacy Control", "Transparency and Consent Framework", "legitimate interest"}
TERMS |= {"market surveillance authority", "transfer impact assessment", "None of these"}


def quoted_by(rule) -> set[str]:
    texts = [rule.title, rule.why, *(fact.settled_by for fact in rule.facts.values())]
    texts += [text for one in rule.require for text in (one.fix, one.message.text)]
    return {words for text in texts for words in re.findall("“([^”]*)”", text)} - {"…"}


def words_of_the_forms() -> set[str]:
    fields = {field.label for table in (*KINDS, *PARTS, *SUPPORTING) for field in fields_of(table).values()}
    terms = {term_label(name, term) for name in vocabularies() for term in vocabulary(name)}
    # What stands in brackets behind a label, such as the article, need not be said.
    return fields | terms | {label.split(" (")[0] for label in terms}


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_quotes_is_called_so_in_the_forms_and_on_the_pages(rule):
    assert quoted_by(rule) <= words_of_the_forms() | HEADINGS | TERMS


def test_the_headings_that_rules_send_people_to_are_on_the_pages():
    folder = Path(__file__).resolve().parents[3]
    pages = "".join(path.read_text() for path in (folder / "templates").rglob("*.html"))
    pages += (folder / "governance/forms/sections.py").read_text()
    assert not [heading for heading in HEADINGS if not re.search(f'[>"]{heading}', pages)]


def test_no_word_is_let_through_that_no_rule_says():
    said = set().union(*(quoted_by(rule) for rule in PACKS.rules))
    assert not (TERMS | HEADINGS) - said


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_who_acts_and_its_facts_what_settles_them(rule):
    assert all(one.who for one in rule.require)
    assert all(fact.settled_by for fact in rule.facts.values())
    # What is worked out under the AI Act goes by the names of its parts.
    assert all(fact.label for fact in rule.facts.values() if fact.kind != "ai_act")


def test_the_rules_that_ship_are_all_there():
    families = {"CON": 17, "DRD": 8, "AIA": 18, "GOV": 5, "MRM": 12, "PRV": 19, "SEC": 11, "DUP": 8, "VAL": 8}
    assert [rule.id for rule in PACKS.rules] == [
        f"{family}-{number:03}" for family, most in families.items() for number in range(1, most + 1)
    ]
