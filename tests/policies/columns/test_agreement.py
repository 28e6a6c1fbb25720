"""Columns say exactly what the reference interpreter says, of any rule and any record."""

from collections import Counter
from dataclasses import replace

import pytest

from policies.columns import truths
from policies.columns.bits import at_least, bits, rows
from policies.columns.mirror import SAID, Mirror
from policies.compiled.outcomes import OUTCOME, weighed
from policies.language.packs import load_packs
from tests.policies.random_rules import TODAY, RandomCase

CASES, RULES, RECORDS = 20, 8, 40


def disagreements(seeds, seen):
    """Pairs on which the two differ. ``seen`` counts what columns said, and the rules that they told of."""
    for seed in seeds:
        case = RandomCase(seed)
        rules = case.rules(RULES)
        records, facts = zip(*case.records(RECORDS), strict=True)
        mirror = Mirror(records, facts, TODAY)
        for rule in rules:
            found = mirror.outcomes(rule)
            said = {row: OUTCOME[one] for one in SAID for row in rows(found[one], RECORDS)}
            meant = {
                row: OUTCOME[weighed(rule, *one, TODAY)]
                for row, one in enumerate(zip(records, facts, strict=True))
            }
            if rule.id not in mirror.left_out:
                seen.update(meant.values())
            yield from (f"seed {seed}, {rule.id}, row {row}" for row in meant if said[row] != meant[row])
        seen["told"] += RULES - len(mirror.left_out)


@pytest.mark.parametrize("chunk", range(4))
def test_any_rule_comes_to_the_same_on_any_record(chunk):
    seen = Counter()
    assert not list(disagreements(range(chunk * CASES, (chunk + 1) * CASES), seen))
    assert set(OUTCOME.values()) <= set(seen)
    assert seen["told"] > CASES * RULES / 2, "most rules are told by columns"


@pytest.mark.parametrize("name", ["equal", "member", "not_below", "is_a"])
def test_an_operator_that_is_wrong_in_columns_is_noticed(name, monkeypatch):
    known = truths.OPERATORS

    def turned(operator):
        answer = operator.answer
        return lambda *asked: None if (found := answer(*asked)) is None else not found

    class Wrong(dict):
        def __getitem__(self, key):
            operator = known[key]
            wrong = operator.answer.__name__ == name
            return replace(operator, answer=turned(operator)) if wrong else operator

    monkeypatch.setattr(truths, "OPERATORS", Wrong())
    assert next(disagreements(range(4 * CASES), Counter()), None)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_sets_of_rows_are_read_back_as_they_were(size):
    some = list(range(0, size, 3))
    assert list(rows(bits(some, size), size)) == some


def test_at_least_counts_in_how_many_sets_a_row_is():
    sets = [bits(one, 4) for one in ([0, 1, 2], [1, 2], [2])]
    every = bits(range(4), 4)
    counted = [list(rows(at_least(number, sets, every), 4)) for number in range(5)]
    assert counted == [[0, 1, 2, 3], [0, 1, 2], [1, 2], [2], []]


def test_only_shipped_rules_on_lists_within_lists_are_asked_record_by_record():
    left_out = set()
    for rule in load_packs().rules:
        mirror = Mirror([{"kind": rule.applies_to[0], "key": "a"}], [{}], TODAY)
        mirror.outcomes(rule)
        left_out |= mirror.left_out
    assert left_out <= {"CON-008", "CON-013", "DUP-007", "SEC-002"}
