"""The truths of many conditions at once are those of the reference interpreter, one by one."""

from collections import Counter

import pytest

from policies.compiled import templates
from policies.compiled.conditions import TRUTH, conditions_source_of
from policies.compiled.memos import Odd
from policies.compiled.outcomes import made
from policies.compiled.rails import NotCompiled
from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.language.values import WrongTypeError
from tests.policies.compiled.test_agreement import replace_template
from tests.policies.random_rules import TODAY, RandomCase

SEEDS = range(60)


def disagreements(seeds, seen=None):
    for seed in seeds:
        case = RandomCase(seed)
        conditions = [
            check.that for rule in case.rules(5) for check in rule.require if is_written(check.that)
        ]
        answers = function_of(conditions)
        for record, facts in case.records(15):
            try:
                said = [TRUTH[byte] for byte in answers(record, facts)]
            except (Odd, WrongTypeError, TypeError):
                continue
            meant = [truth_of(one, record, facts) for one in conditions]
            if seen is not None:
                seen.update(meant)
            if said != meant:
                yield f"seed {seed}: {said} and not {meant}"


def is_written(condition):
    """Not where it asks what a fact knows only in part, which the tree of a law has no need of."""
    try:
        return bool(function_of([condition]))
    except NotCompiled:
        return False


def function_of(conditions):
    return made(conditions_source_of(conditions, TODAY), "answers", {})


def truth_of(condition, record, facts):
    return evaluate(condition, Subject("", "", record, facts, TODAY).scope())


def test_any_conditions_come_to_the_same_on_any_record():
    seen = Counter()
    assert not list(disagreements(SEEDS, seen))
    assert all(seen[truth] > 200 for truth in TRUTH.values())


@pytest.mark.parametrize("name", sorted(templates.TEMPLATES))
def test_an_operator_that_is_wrong_is_noticed(name, monkeypatch):
    wrong = replace_template(templates.TEMPLATES[name])
    monkeypatch.setattr("policies.compiled.predicates.TEMPLATES", {**templates.TEMPLATES, name: wrong})
    assert next(disagreements(range(400)), None)
