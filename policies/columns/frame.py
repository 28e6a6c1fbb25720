"""Rows with something at each: the records themselves, or the first, second, ... item of a list in each."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from policies.columns.bits import bits, rows
from policies.columns.column import Column, Read, Reads, column_of
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.nodes import Node, Path
from policies.language.values import WrongTypeError

# Longer lists are few, and so are records with more entries in all: these are asked one by one.
LONGEST: Final = 24
MOST_ITEMS: Final = 60
_STEPS: Final = 10**12
Truths = tuple[int, int]


class Odd:
    """``rows`` hold what no field promises, or too many entries: of these the columns say nothing."""

    def __init__(self, size: int) -> None:
        self.rows: set[int] = set()
        self._items = [0] * size

    def count(self, row: int, items: int) -> bool:
        """Whether the row is odd for its entries: so many in this list, or too many in all that were read."""
        self._items[row] += items
        if items > LONGEST or self._items[row] > MOST_ITEMS:
            self.rows.add(row)
        return row in self.rows


class Frame:
    """The same rows for all frames of a mirror."""

    def __init__(self, scopes: Sequence[Scope | None], odd: Odd) -> None:
        self.size = len(scopes)
        self.every = (1 << self.size) - 1
        self.odd = odd
        self.known: dict[Node, Truths] = {}
        self._scopes = scopes
        self._columns: dict[tuple[Path, Reads], Column] = {}
        self._items: dict[Path, tuple[int, list[Frame]]] = {}
        self.present = bits((row for row, one in enumerate(scopes) if one is not None), self.size)

    def column(self, path: Path, reads: Reads) -> Column:
        if (path, reads) not in self._columns:
            found = column_of(path, reads, self._scopes)
            self.odd.rows.update(found.odd)
            self._columns[path, reads] = found
        return self._columns[path, reads]

    def column_by(self, read: Read) -> Column:
        """Of what ``read`` makes of a row, in which it looks at few enough entries."""

        def few(scope: Scope) -> Any:
            scope.budget = Budget(MOST_ITEMS)
            return read(scope)

        found = Column(few, lambda scope: None, self._scopes)
        self.odd.rows.update(found.odd)
        return found

    def truths(self, column: Column, answer: Callable[[Any], Truth]) -> Truths:
        """The rows of which ``answer`` is true, and of which it is false."""
        yes, no, wrong = column.truths(answer)
        self.odd.rows.update(rows(wrong, self.size) if wrong else ())
        return yes, no

    def items(self, path: Path) -> "tuple[int, list[Frame]]":
        """The rows that have the list, and a frame for each place in it."""
        if path not in self._items:
            listed = [self._listed(row, scope, path) for row, scope in enumerate(self._scopes)]
            longest = max((len(one) for one in listed if one is not None), default=0)
            frames = [
                Frame([one[place] if one and len(one) > place else None for one in listed], self.odd)
                for place in range(longest)
            ]
            there = bits((row for row, one in enumerate(listed) if one is not None), self.size)
            self._items[path] = there, frames
        return self._items[path]

    def _listed(self, row: int, scope: Scope | None, path: Path) -> list[Scope] | None:
        try:
            found = None if scope is None else _items(scope, path)
        except WrongTypeError:
            found = None
            self.odd.rows.add(row)
        return None if found and self.odd.count(row, len(found)) else found


def _items(scope: Scope, path: Path) -> list[Scope] | None:
    """Reading a column never stops half way, as a rule with too many steps does: ``Odd`` counts."""
    scope.budget = Budget(_STEPS)
    return scope.items(path)
