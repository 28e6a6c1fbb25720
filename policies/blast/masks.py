"""What a change does to all records of one kind at once: sets of rows instead of one row after another."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from policies.blast.changed import facts_read
from policies.blast.radius import RuleMoved
from policies.blast.sides import levels_of
from policies.blast.turns import Said, turn_of
from policies.columns.bits import bits, rows
from policies.columns.mirror import Outcomes
from policies.compiled.outcomes import OUTCOME
from policies.compiled.weight import LEVELS, NO_LEVEL, level_by_record
from policies.facts import FactIndex
from policies.language.rules import Rule

Record = Mapping[str, Any]


def turned(
    name: str, before: Outcomes | None, after: Outcomes | None, every: int
) -> list[tuple[RuleMoved, int]]:
    """The ways in which a rule turns, with the rows for which it does; None: it is not asked there."""
    was, now = (_by_word(one, every) for one in (before, after))
    return [
        (RuleMoved(name, old, new), both)
        for old, left in was.items()
        for new, right in now.items()
        if turn_of(old, new) and (both := left & right)
    ]


def _by_word(outcomes: Outcomes | None, every: int) -> dict[Said, int]:
    return {"": every} if outcomes is None else {OUTCOME[one]: some for one, some in outcomes.items()}


class Levels:
    """Rows by the worst that some rules add to their verdict, in the order of ``LEVELS``."""

    def __init__(self, every: int, size: int) -> None:
        self._every, self._size = every, size
        self._added = [0] * len(LEVELS)

    def add(self, rule: Rule, outcomes: Outcomes, records: Sequence[Record], facts: FactIndex) -> None:
        names, today = facts_read([rule]), facts.today
        for outcome, level in levels_of(rule, today).items():
            found = outcomes[outcome]
            if not found or level == NO_LEVEL:
                continue
            if level is not None:
                self._added[level] |= found
                continue
            by_level: list[list[int]] = [[] for _ in LEVELS]
            for row in rows(found, self._size):
                known = facts.for_record(records[row], names)
                by_level[level_by_record(rule, records[row], known, today)].append(row)
            for number, some in enumerate(by_level):
                self._added[number] |= bits(some, self._size)

    def worst(self) -> list[int]:
        """Each row once."""
        found, left = [0] * len(LEVELS), self._every
        for level in reversed(range(1, len(LEVELS))):
            found[level] = self._added[level] & left
            left &= ~self._added[level]
        found[NO_LEVEL] = left
        return found


def united(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def worse_of(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Rows by the worse of two levels."""
    return [
        one[level] & united(other[: level + 1]) | other[level] & united(one[:level])
        for level in range(len(LEVELS))
    ]
