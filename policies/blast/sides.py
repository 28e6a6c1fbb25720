"""Some rules about one kind, on one side of a change: what they come to, and what they add to a verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from policies.blast.changed import Rules, facts_read
from policies.compiled.outcomes import Outcomes, function_for
from policies.compiled.weight import NO_LEVEL, NOISY, level_by_outcome, level_by_record
from policies.facts import FactIndex
from policies.language.rules import Rule

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Alike:
    """Rules that add the same to a verdict, by their outcome (None: the record decides), where they stand."""

    places: slice
    levels: Mapping[int, int | None]


class Asked:
    """Rules that are asked together, in one function, with those facts alone that they read."""

    def __init__(self, rules: Rules, facts: FactIndex, today: date) -> None:
        self._rules, self._facts, self._today = rules, facts, today
        self._names = facts_read(rules)

    def outcomes(self, record: Record) -> bytes:
        """A byte for each rule: see ``policies.compiled``."""
        return self._function.of(record, self.facts_of(record)) if self._rules else b""

    def facts_of(self, record: Record) -> dict[str, Any]:
        return self._facts.for_record(record, self._names) if self._names else {}

    @cached_property
    def _function(self) -> Outcomes:
        return function_for(self._rules, self._today)


class Side:
    """Some rules before or after the change. They stand by what they add to a verdict."""

    def __init__(self, rules: Rules, facts: FactIndex, today: date) -> None:
        levels = {rule.id: levels_of(rule, today) for rule in rules}
        order = sorted(rules, key=lambda rule: (str(levels[rule.id]), rule.id))
        self.rules = tuple(order)
        self._alike = list(_alike(self.rules, levels))
        self.asked = Asked(self.rules, facts, today)
        self._today = today

    def tells_all(self, outcomes: bytes) -> bool:
        """Whether ``level`` follows from the outcomes alone."""
        return all(level is not None for _, level in self._added(outcomes))

    def level(self, outcomes: bytes, record: Record) -> int:
        """The worst that these rules add to the verdict of a record for which they come to ``outcomes``."""
        worst = NO_LEVEL
        for rules, level in self._added(outcomes):
            if level is None:
                facts = self.asked.facts_of(record)
                level = max(level_by_record(rule, record, facts, self._today) for rule in rules)
            worst = max(worst, level)
        return worst

    def _added(self, outcomes: bytes) -> Iterator[tuple[Rules, int | None]]:
        """What rules with an outcome that adds anything add, those alike together."""
        for alike in self._alike:
            said = outcomes[alike.places]
            for outcome in NOISY:
                if outcome in said and (level := alike.levels[outcome]) != NO_LEVEL:
                    if level is not None:
                        yield (), level
                        continue
                    rules = zip(self.rules[alike.places], said, strict=True)
                    yield tuple(rule for rule, one in rules if one == outcome), None


def levels_of(rule: Rule, today: date) -> Mapping[int, int | None]:
    return {outcome: level_by_outcome(rule, outcome, today) for outcome in NOISY}


def _alike(rules: Rules, levels: Mapping[str, Mapping[int, int | None]]) -> Iterator[Alike]:
    start = 0
    for _, group in groupby(rules, key=lambda rule: levels[rule.id]):
        end = start + len(list(group))
        yield Alike(slice(start, end), levels[rules[start].id])
        start = end
