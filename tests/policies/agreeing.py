"""Random rules and records, asked of the generated functions and of the reference interpreter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from policies.compiled.findings import by_reference, finder_for
from policies.compiled.outcomes import OUTCOME, function_for
from policies.engine.compact import CompactFinding
from tests.policies.random_rules import TODAY, RandomCase

RULES, RECORDS = 10, 25
PAIRS = RULES * RECORDS  # of a rule and a record, for each seed


def disagreements(seeds: Iterable[int], seen: Counter[Any] | None = None) -> Iterator[str]:
    """Pairs on which the functions and the reference differ. ``seen`` counts what the reference said."""
    for seed in seeds:
        case = RandomCase(seed)
        rules = case.rules(RULES)
        outcomes, findings = function_for(rules, TODAY), finder_for(rules, TODAY)
        for record, facts in case.records(RECORDS):
            said, found = findings.of(record, facts)
            meant, wanted = by_reference(rules, record, facts, TODAY)
            if seen is not None:
                seen.update(meant)
                seen.update("generated" if not one.by_reference else "by reference" for one in found)
            for rule, *both, other in zip(rules, said, outcomes.of(record, facts), meant, strict=True):
                if any(one != other for one in both):
                    yield f"seed {seed}, {rule.id}: {[OUTCOME[one] for one in both]} and not {OUTCOME[other]}"
            if plain(found) != plain(wanted):
                yield f"seed {seed}: {plain(found)} and not {plain(wanted)}"


def plain(found: Sequence[CompactFinding]) -> list[tuple[Any, ...]]:
    """Findings without the errors, which are equal to nothing but themselves, and without who found them."""
    return [(one.head, tuple(one.places), str(one.problem)) for one in found]
