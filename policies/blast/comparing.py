"""One kind of record before and after a change: only rules that differ are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from policies.blast.changed import Sorted, facts_read
from policies.blast.pairs import Pairs
from policies.blast.radius import RuleMoved
from policies.blast.sides import Asked, Side
from policies.compiled.weight import LEVELS
from policies.facts import FactIndex

Record = Mapping[str, Any]
Verdicts = tuple[str, str]
# Many records come to the same; where hardly two do, remembering more costs more than it saves.
_MOST_KNOWN: Final = 10_000


@dataclass(frozen=True, eq=False)
class Compared:
    """The rules that turned, and the worst that rules which differ add to the verdict, before and after."""

    rules: tuple[RuleMoved, ...]
    before: int
    after: int

    @cached_property
    def turns(self) -> frozenset[str]:
        return frozenset(str(one.turn) for one in self.rules)


class Comparison:
    """The rules about one kind; those that stay the same are asked only where the verdict hangs on them."""

    def __init__(self, rules: Sorted, old: FactIndex, new: FactIndex, today: date) -> None:
        self._asked = rules.asked
        self._comes_or_goes = self._asked[0] != self._asked[1]
        self._old, self._new = Side(rules.old, old, today), Side(rules.new, new, today)
        self._same = Side(rules.same, old, today)
        # One function reads each field once for both sides, where these are told the same facts.
        both = (*self._old.rules, *self._new.rules)
        self._both = Asked(both, old, today) if old is new or not facts_read(both) else None
        self._pairs = Pairs([one.id for one in self._old.rules], [one.id for one in self._new.rules])
        self._known: dict[tuple[bytes, bytes], Compared] = {}

    def of(self, record: Record) -> Compared | None:
        """None where nothing moves."""
        before, after = self._outcomes(record)
        found = self._known.get((before, after))
        if found is None:
            found = self._compared(before, after, record)
        return found if found.rules or found.before != found.after or self._comes_or_goes else None

    def verdicts(self, record: Record, found: Compared) -> Verdicts:
        """Before and after; "" where no rule is about the record."""
        others = self._same.level(self._same.asked.outcomes(record), record)
        before, after = (LEVELS[max(others, level)] for level in (found.before, found.after))
        return before if self._asked[0] else "", after if self._asked[1] else ""

    def may_turn(self, found: Compared) -> bool:
        """Whether the verdict may change: for that the other rules have to be asked."""
        return found.before != found.after or self._comes_or_goes

    def _outcomes(self, record: Record) -> tuple[bytes, bytes]:
        if self._both is None:
            return self._old.asked.outcomes(record), self._new.asked.outcomes(record)
        said, old = self._both.outcomes(record), len(self._old.rules)
        return said[:old], said[old:]

    def _compared(self, before: bytes, after: bytes, record: Record) -> Compared:
        levels = self._old.level(before, record), self._new.level(after, record)
        found = Compared(self._pairs.turned(before, after), *levels)
        if len(self._known) < _MOST_KNOWN and self._old.tells_all(before) and self._new.tells_all(after):
            self._known[before, after] = found
        return found
