"""Rules come to the same of what they read of a record as of the whole of it, at the same places."""

import json
from collections import Counter

import pytest

from policies.compiled import projecting
from policies.compiled.findings import by_reference, finder_for
from policies.compiled.outcomes import OUTCOME
from policies.compiled.projecting import Projection, covers
from policies.engine import cutting
from policies.engine.compact import listed
from policies.language.packs import load_packs
from policies.testing.asking import examples_of
from tests.policies.random_rules import TODAY, RandomCase

PACKS = load_packs()
CASES, RULES, RECORDS = 20, 8, 20


def said_of(found):
    """What a check says of findings: all but what stands at their places."""
    return [(one.head, [at.pointer for at in listed(one.places)[0]], str(one.problem)) for one in found]


def disagreements(seeds, seen):
    """``seen`` counts the outcomes, and how many characters records and what is read of them take."""
    for seed in seeds:
        case = RandomCase(seed)
        rules = case.rules(RULES)
        projection, finder = Projection(rules), finder_for(rules, TODAY)
        for whole in case.records(RECORDS):
            said = json.dumps(projection.of(*whole))
            part = json.loads(said)
            for meant, found in (
                (finder.of(*whole), finder.of(*part)),
                (by_reference(rules, *whole, TODAY), by_reference(rules, *part, TODAY)),
            ):
                seen.update(meant[0])
                if (meant[0], said_of(meant[1])) != (found[0], said_of(found[1])):
                    yield f"seed {seed}"
            seen["whole"] += len(json.dumps(whole))
            seen["part"] += len(said)


@pytest.mark.parametrize("chunk", range(5))
def test_any_rule_comes_to_the_same_of_what_it_reads(chunk):
    seen = Counter()
    assert not list(disagreements(range(chunk * CASES, (chunk + 1) * CASES), seen))
    assert all(seen[one] for one in OUTCOME), "every outcome was met, vacuous passes and errors among them"
    assert 2 * seen["part"] < seen["whole"]


@pytest.mark.parametrize("broken", ["_ALWAYS", "_OF_ITEMS", "_UNKNOWN"])
def test_what_is_left_out_by_mistake_is_noticed(broken, monkeypatch):
    wrong = {
        "_ALWAYS": (("kind",), ("key",)),
        "_OF_ITEMS": ("satisfies", "of"),
        "_UNKNOWN": "unknown",
    }
    monkeypatch.setattr(cutting if broken == "_UNKNOWN" else projecting, broken, wrong[broken])
    assert next(disagreements(range(5 * CASES), Counter()), None)


def test_the_shipped_rules_come_to_the_same_on_all_their_examples():
    for rule in PACKS.rules:
        projection = Projection([rule])
        for _, one in examples_of(rule):
            part = projection.of(one.record, one.facts)
            said, found = by_reference((rule,), one.record, one.facts, one.as_of)
            assert said == by_reference((rule,), *part, one.as_of)[0], one.line
            assert said_of(found) == said_of(by_reference((rule,), *part, one.as_of)[1]), one.line


def test_rules_that_read_less_are_covered_and_others_are_not():
    few, all_of_them = Projection(PACKS.rules[:5]), Projection(PACKS.rules)
    assert covers(all_of_them.record, few.record)
    assert not covers(few.record, all_of_them.record)
    assert covers(few.record, few.record)


@pytest.mark.parametrize(
    ("kept", "read", "is_enough"),
    [
        (None, {"key": None}, True),
        ({"key": None}, None, False),
        ({"key": None}, {"title": None}, False),
        ([{"key": None}], {"key": None}, True),
        ([{"key": None}], [{}], True),
        ([{}], [{"key": None}], False),
        ({"key": None}, [{"key": None}], False),
        (None, [{}], True),
        ([{}], None, False),
    ],
)
def test_less_than_what_was_kept_is_covered(kept, read, is_enough):
    assert covers({"tools": kept}, {"tools": read}) is is_enough
