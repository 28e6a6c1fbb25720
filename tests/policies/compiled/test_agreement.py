"""Generated functions say exactly what the reference interpreter says, of any rule and any record."""

from collections import Counter
from dataclasses import replace
from functools import lru_cache

import pytest

from policies.compiled import templates
from policies.compiled.findings import by_reference, finder_for, findings_of
from policies.compiled.outcomes import OUTCOME, function_for, outcomes_of, weighed
from policies.engine.sites import Asked
from policies.language.nodes import Test as Comparison
from policies.language.nodes import walk
from policies.language.operators import OPERATORS
from policies.language.packs import load_packs
from policies.testing.asking import examples_of
from tests.policies.agreeing import PAIRS, RULES, disagreements, plain
from tests.policies.random_rules import TODAY, RandomCase

PACKS = load_packs()
CASES = 40  # in each of ten chunks: 100,000 pairs of a rule and a record


@pytest.mark.parametrize("chunk", range(10))
def test_any_rule_comes_to_the_same_on_any_record(chunk):
    seen = Counter()
    assert not list(disagreements(range(chunk * CASES, (chunk + 1) * CASES), seen))
    assert sum(seen[one] for one in OUTCOME) == CASES * PAIRS
    assert all(seen[one] for one in OUTCOME), "every outcome was met, vacuous passes and errors among them"
    assert seen["generated"] > 3_000


def test_every_operator_is_among_those_rules():
    rules = [rule for seed in range(CASES) for rule in RandomCase(seed).rules(RULES)]
    nodes = [one for rule in rules for check in rule.require for one in walk(check.that)]
    assert {one.operator for one in nodes if isinstance(one, Comparison)} == set(OPERATORS)


@pytest.mark.parametrize("name", sorted(templates.TEMPLATES))
def test_an_operator_that_is_wrong_in_one_of_them_is_noticed(name, monkeypatch):
    wrong = replace_template(templates.TEMPLATES[name])
    monkeypatch.setattr("policies.compiled.predicates.TEMPLATES", {**templates.TEMPLATES, name: wrong})
    assert next(disagreements(range(10 * CASES)), None)


@pytest.mark.parametrize("kind", [*sorted(OPERATORS), "some", "every", "none", "Measured", "Path"])
def test_evidence_that_is_wrong_in_the_function_is_noticed(kind, monkeypatch):
    def asked(what, wanted=True, settled=False):
        name = getattr(what, "operator", getattr(what, "kind", type(what).__name__))
        return Asked(what, wanted != (name == kind), settled)

    monkeypatch.setattr("policies.compiled.places.Asked", asked)
    assert next(disagreements(range(10 * CASES)), None)


def replace_template(template):
    """The same operator, which takes what is missing for a no."""
    return template._replace(false=f"not ({template.true})")


EXAMPLES = [(rule, one) for rule in PACKS.rules for _, one in examples_of(rule)]


def test_the_shipped_rules_come_to_the_same_on_all_their_examples():
    for _, one in EXAMPLES:
        compiled = outcomes_of(PACKS, one.record["kind"], one.as_of)
        meant = bytes(weighed(rule, one.record, one.facts, one.as_of) for rule in compiled.rules)
        assert compiled.of(one.record, one.facts) == meant, one.line


def test_each_shipped_rule_finds_the_same_in_all_its_examples():
    finder = lru_cache(lambda number, today: finder_for((PACKS.rules[number],), today))
    for rule, one in EXAMPLES:
        said, found = finder(PACKS.rules.index(rule), one.as_of).of(one.record, one.facts)
        meant, wanted = by_reference((rule,), one.record, one.facts, one.as_of)
        assert (said, plain(found)) == (meant, plain(wanted)), one.line


@pytest.mark.parametrize("kind", sorted({kind for rule in PACKS.rules for kind in rule.applies_to}))
def test_no_shipped_rule_is_left_to_the_reference(kind):
    assert not outcomes_of(PACKS, kind, TODAY).left_out
    assert not findings_of(PACKS, kind, TODAY).left_out


def test_what_a_pack_says_never_stands_in_the_source():
    case = RandomCase(1)
    rules = tuple(replace(rule, jurisdictions=("EU",)) for rule in case.rules(RULES))
    source = function_for(rules, TODAY).source + finder_for(rules, TODAY).source
    words = {
        step for rule in rules for check in rule.require for one in walk(check.that) for step in steps(one)
    }
    assert words and not any(f"'{word}'" in source or f'"{word}"' in source for word in words | {"EU"})


def steps(node):
    return node.path.steps if hasattr(node, "path") else ()
