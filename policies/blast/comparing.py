"""One kind of record before and after a change: only rules that differ are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.blast.changed import Sorted
from policies.blast.radius import RuleMoved
from policies.blast.sides import Side
from policies.blast.turns import turn_of
from policies.blast.weight import LEVELS
from policies.compiled.outcomes import OUTCOME
from policies.facts import FactIndex

Record = Mapping[str, Any]
Verdicts = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Compared:
    """The rules that turned, and the worst that rules which differ add to the verdict, before and after.

    One object stands for all records of which that is so, and is told from others by being another.
    """

    rules: tuple[RuleMoved, ...]
    before: int
    after: int


class Comparison:
    """The rules about one kind; those that stay the same are asked only where the verdict hangs on them."""

    def __init__(self, rules: Sorted, old: FactIndex, new: FactIndex, today: date) -> None:
        self._asked = rules.asked
        self._old, self._new = Side(rules.old, old, today), Side(rules.new, new, today)
        self._same = Side(rules.same, old, today)
        self._known: dict[tuple[bytes, bytes], Compared] = {}

    def of(self, record: Record) -> Compared | None:
        """None where nothing moves."""
        before, after = self._old.outcomes(record), self._new.outcomes(record)
        found = self._known.get((before, after))
        if found is None:
            found = self._compared(before, after, record)
        return found if found.rules or found.before != found.after or self._comes_or_goes else None

    def verdicts(self, record: Record, found: Compared) -> Verdicts:
        """Before and after; "" where no rule is about the record."""
        others = self._same.level(self._same.outcomes(record), record)
        before, after = (LEVELS[max(others, level)] for level in (found.before, found.after))
        return before if self._asked[0] else "", after if self._asked[1] else ""

    def may_turn(self, found: Compared) -> bool:
        """Whether the verdict may change: for that the other rules have to be asked."""
        return found.before != found.after or self._comes_or_goes

    @property
    def _comes_or_goes(self) -> bool:
        return self._asked[0] != self._asked[1]

    def _compared(self, before: bytes, after: bytes, record: Record) -> Compared:
        levels = self._old.level(before, record), self._new.level(after, record)
        found = Compared(self._turned(before, after), *levels)
        if not self._old.added(before)[1] and not self._new.added(after)[1]:
            self._known[before, after] = found
        return found

    def _turned(self, before: bytes, after: bytes) -> tuple[RuleMoved, ...]:
        was, now = (
            {rule.id: OUTCOME[one] for rule, one in zip(side.rules, outcomes, strict=True)}
            for side, outcomes in ((self._old, before), (self._new, after))
        )
        return turned(was, now)


def turned(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[RuleMoved, ...]:
    """The rules whose outcome turned, by id."""
    moves = (RuleMoved(name, was.get(name, ""), now.get(name, "")) for name in sorted({*was, *now}))
    return tuple(one for one in moves if turn_of(one.before, one.after) is not None)
