"""Some rules about one kind, on one side of a change: what they come to, and what they add to a verdict."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from policies.blast.changed import Rules, facts_read
from policies.blast.weight import NO_LEVEL, level_by_outcome, level_by_record
from policies.compiled.outcomes import OUTCOME, Outcomes, function_for
from policies.facts import FactIndex

Record = Mapping[str, Any]
# What is certain of the outcomes alone, and the rules that depend on the record beside it.
Added = tuple[int, Rules]


class Side:
    """Asks the rules together, with those facts alone that they read."""

    def __init__(self, rules: Rules, facts: FactIndex, today: date) -> None:
        self.rules = rules
        self._facts = facts
        self._names = facts_read(rules)
        self._today = today
        self._added: dict[bytes, Added] = {}

    def outcomes(self, record: Record) -> bytes:
        """A byte for each rule: see ``policies.compiled``."""
        return self._function.of(record, self._facts_of(record)) if self.rules else b""

    def added(self, outcomes: bytes) -> Added:
        if outcomes not in self._added:
            self._added[outcomes] = self._add(outcomes)
        return self._added[outcomes]

    def level(self, outcomes: bytes, record: Record) -> int:
        """The worst that these rules add to the verdict of a record for which they come to ``outcomes``."""
        certain, rest = self.added(outcomes)
        if not rest:
            return certain
        facts = self._facts_of(record)
        return max(certain, *(level_by_record(rule, record, facts, self._today) for rule in rest))

    def _add(self, outcomes: bytes) -> Added:
        found = [weights[one] for weights, one in zip(self._weights, outcomes, strict=True)]
        certain = max((one for one in found if one is not None), default=NO_LEVEL)
        return certain, tuple(rule for rule, one in zip(self.rules, found, strict=True) if one is None)

    def _facts_of(self, record: Record) -> dict[str, Any]:
        return self._facts.for_record(record, self._names) if self._names else {}

    @cached_property
    def _function(self) -> Outcomes:
        return function_for(self.rules, self._today)

    @cached_property
    def _weights(self) -> list[dict[int, int | None]]:
        return [
            {outcome: level_by_outcome(rule, outcome, self._today) for outcome in OUTCOME}
            for rule in self.rules
        ]
