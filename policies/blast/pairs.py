"""Each rule beside itself, before and after the change."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from policies.blast.radius import RuleMoved
from policies.blast.turns import Said, turn_of
from policies.compiled.outcomes import OUTCOME

# Stands for a rule that is not there, beside the bytes of ``OUTCOME``.
_NOT_ASKED: Final = 0
_SAID: Final[Mapping[int, Said]] = {**OUTCOME, _NOT_ASKED: ""}


def turned(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[RuleMoved, ...]:
    """The rules whose outcome turned, by id."""
    moves = (RuleMoved(name, was.get(name, ""), now.get(name, "")) for name in sorted({*was, *now}))
    return tuple(one for one in moves if one.turn is not None)


class Pairs:
    """The rules by id, to be told from their bytes on both sides which of them turned."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        names = sorted({*old, *new})
        self._tables = [_table(name) for name in names]
        # Where the rule stands among the bytes of a side; the place behind the last holds ``_NOT_ASKED``.
        self._old, self._new = (_places(names, side) for side in (old, new))

    def turned(self, before: bytes, after: bytes) -> tuple[RuleMoved, ...]:
        was, now = before + b"\0", after + b"\0"
        return tuple(
            moved
            for table, old, new in zip(self._tables, self._old, self._new, strict=True)
            if was[old] != now[new] and (moved := table[was[old], now[new]]) is not None
        )


def _places(names: Sequence[str], side: Sequence[str]) -> list[int]:
    places = {name: number for number, name in enumerate(side)}
    return [places.get(name, len(side)) for name in names]


def _table(name: str) -> dict[tuple[int, int], RuleMoved | None]:
    """What each pair of bytes means for a rule; the same one for all records."""
    return {
        (was, now): RuleMoved(name, before, after) if turn_of(before, after) else None
        for was, before in _SAID.items()
        for now, after in _SAID.items()
    }
