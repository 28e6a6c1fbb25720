"""What makes two entries peers, one factor at a time, for all candidates of a portfolio at once.

A set of candidates is a whole number with one bit for each, so that thousands are combined in one step; and
candidates that say the same in the fields a factor looks at are judged once together.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Protocol

from policies.engine.membership import Record, Steps, ask, fields_read, keys_at, read, signature
from policies.language.kleene import Truth
from policies.language.nodes import Node, Path
from policies.language.values import MISSING

Bits = int
# Up to so many different candidates the answers for one record serve all records that say the same.
_FEW: Final = 256


class Factor(Protocol):
    """Something that candidates have or have not in common with a record."""

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        """Of ``among``: those that certainly have it, and those that certainly or possibly do."""


class Same:
    """The same value at each of some paths."""

    def __init__(self, paths: Sequence[Path], candidates: Sequence[Record], today: date) -> None:
        self._paths = paths
        self._today = today
        self._having: list[defaultdict[Any, Bits]] = [defaultdict(int) for _ in paths]
        for index, candidate in enumerate(candidates):
            for path, having in zip(paths, self._having, strict=True):
                having[read(path, candidate, today)] |= 1 << index

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = possible = among
        for path, having in zip(self._paths, self._having, strict=True):
            value = read(path, record, self._today)
            if value is MISSING:
                certain = 0
            else:
                certain &= having.get(value, 0)
                possible &= having.get(value, 0) | having.get(MISSING, 0)
        return certain, possible


class Pointing:
    """A link to the record by its key. Who leaves out where a link leads may point at anything."""

    def __init__(self, path: Path, candidates: Sequence[Record], today: date) -> None:
        self._pointing: defaultdict[str, Bits] = defaultdict(int)
        self._anywhere: Bits = 0
        for index, candidate in enumerate(candidates):
            for key in keys_at(path, candidate, today):
                if key is MISSING:
                    self._anywhere |= 1 << index
                else:
                    self._pointing[str(key)] |= 1 << index

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = self._pointing.get(str(record.get("key")), 0)
        return certain & among, (certain | self._anywhere) & among


class Compared:
    """Anything that a function of (candidate, record) decides by some fields of each."""

    def __init__(
        self,
        decide: Callable[[Record, Record], Truth],
        candidates: Sequence[Record],
        theirs: frozenset[Steps],
        ours: frozenset[Steps],
    ) -> None:
        self._decide = decide
        self._ours = ours
        self._known: dict[bytes, tuple[Bits, Bits]] = {}
        alike: dict[bytes, tuple[Record, Bits]] = {}
        for index, candidate in enumerate(candidates):
            key = signature(candidate, theirs)
            one, bits = alike.get(key, (candidate, 0))
            alike[key] = (one, bits | 1 << index)
        self._classes = list(alike.values())

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        if len(self._classes) > _FEW:
            return self._judge(record, among)
        key = signature(record, self._ours)
        if key not in self._known:
            self._known[key] = self._judge(record, -1)
        certain, possible = self._known[key]
        return certain & among, possible & among

    def _judge(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = possible = 0
        for one, bits in self._classes:
            if bits & among:
                truth = self._decide(one, record)
                certain |= bits if truth is True else 0
                possible |= bits if truth is not False else 0
        return certain & among, possible & among


def comparing(where: Node, candidates: Sequence[Record], today: date) -> Compared:
    """The factor of a predicate that looks at the candidate and, with ``$.``, at the record."""
    theirs, ours = fields_read(where, "item"), fields_read(where, "record")
    return Compared(lambda other, record: ask(where, other, record, today), candidates, theirs, ours)
