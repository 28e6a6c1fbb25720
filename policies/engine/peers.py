"""Peers and links: the other entries that have something in common with the record, or point at it."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from policies.engine.factors import Bits, Compared, Factor, Pointing, Same, comparing, members, moved
from policies.engine.layers import Beneath
from policies.engine.membership import MOST_KEYS, Record, ask, read, sized
from policies.language.context import FactSpec
from policies.language.facts import reads_record
from policies.language.kleene import Truth
from policies.language.nodes import All, Node, Path
from policies.language.values import Values

# Sets of which the keys are kept: each is as long as the candidates are many.
_MOST_KNOWN: Final = 100


class _Belonging(NamedTuple):
    """How many belong for certain and perhaps, and the first keys of each in order."""

    certain: list[str]
    doubtful: list[str]
    size: int
    size_max: int


class Peers:
    """The entries of one kind, ready to be asked which of them are peers of a record, or link to it."""

    def __init__(self, spec: FactSpec, today: date, beneath: Sequence[Beneath["Peers"]] = ()) -> None:
        parts = spec.where.children if isinstance(spec.where, All) else (spec.where,) if spec.where else ()
        self._kind = spec.members
        self._beneath = [(one.index, one.keys_gone(spec.members)) for one in beneath]
        self._today = today
        self._alone = All(tuple(part for part in parts if not reads_record(part)))
        self._keys: list[str] = []
        self._certain: Bits = 0
        self._in_order = True
        self._known: dict[Bits, tuple[list[str], int]] = {}
        self._factors = list(_factors(spec, parts, today))

    @property
    def takes_in(self) -> tuple[str, ...]:
        return (self._kind,)

    def add(self, record: Record) -> None:
        """Take in an entry of the portfolio, before any is asked about."""
        if record.get("kind") != self._kind:
            return
        truth = ask(self._alone, record, record, self._today)
        if truth is False:
            return
        index, key = len(self._keys), str(record.get("key"))
        self._in_order = self._in_order and (not self._keys or self._keys[-1] < key)
        self._keys.append(key)
        self._certain |= bool(truth) << index
        for factor in self._factors:
            factor.add(index, record)

    def of(self, record: Record) -> dict[str, Any]:
        """The others that belong to ``record``, with bounds where too little is said of it or of them."""
        found = [self._belonging(record, ()), *(one._belonging(record, gone) for one, gone in self._beneath)]
        certain, doubtful, sizes, most = zip(*found, strict=True)
        return sized(sorted(chain(*certain)), sorted(chain(*doubtful)), sum(sizes), sum(most))

    def _put_in_order(self) -> None:
        """By their keys, as they are told: with indexes in that order the first are found at once."""
        order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        places = sorted(range(len(order)), key=order.__getitem__)
        self._keys.sort()
        self._certain = moved(self._certain, places)
        for factor in self._factors:
            factor.move(places)
        self._in_order = True

    def _belonging(self, record: Record, gone: Collection[str]) -> _Belonging:
        if not self._in_order:
            self._put_in_order()
        possible: Bits = (1 << len(self._keys)) - 1
        for key in gone:
            possible &= ~self._one(key)
        certain = possible & self._certain
        for factor in self._factors:
            have, may = factor.split(record, possible)
            certain, possible = certain & have, may
        key = str(record.get("key"))
        own = self._one(key) if record.get("kind") == self._kind else 0
        sure, size = self._others(certain, own, key)
        doubtful, more = self._others(possible & ~certain, own, key)
        return _Belonging(sure, doubtful, size, size + more)

    def _others(self, bits: Bits, own: Bits, key: str) -> tuple[list[str], int]:
        """The first keys of a set and how many are in it, without a record itself."""
        first, size = self._listed(bits)
        if bits & own:
            return [one for one in first if one != key], size - 1
        return first, size

    def _listed(self, bits: Bits) -> tuple[list[str], int]:
        """The first keys of a set, with one to spare: many records have the same others in common."""
        found = self._known.get(bits)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[bits] = list(self._first(bits)), bits.bit_count()
        return found

    def _one(self, key: str) -> Bits:
        index = bisect_left(self._keys, key)
        return 1 << index if self._keys[index : index + 1] == [key] else 0

    def _first(self, bits: Bits) -> Iterator[str]:
        """The first keys of a set; candidates are in the order of their keys."""
        return islice((self._keys[index] for index in members(bits)), MOST_KEYS + 1)


def _factors(spec: FactSpec, parts: tuple[Node, ...], today: date) -> Iterator[Factor]:
    if spec.kind == "linked" and spec.by is not None:
        yield Pointing(spec.by, today)
    if spec.same:
        yield Same(spec.same, today)
    for part in parts:
        if reads_record(part):
            yield comparing(part, today)
    if spec.similar is not None:
        fields = frozenset({spec.similar.steps})
        yield Compared(partial(_similar, spec.similar, spec.share, today), fields, fields)


def _similar(path: Path, share: Decimal, today: date, other: Record, record: Record) -> Truth:
    """Whether two sets have ``share`` of all their members in common (Jaccard)."""
    ours, theirs = read(path, record, today), read(path, other, today)
    if not isinstance(ours, Values) or not isinstance(theirs, Values):
        return None
    if not (ours.complete and theirs.complete):
        return None
    together = len(ours.known | theirs.known)
    return together > 0 and Decimal(len(ours.known & theirs.known)) >= share * together
