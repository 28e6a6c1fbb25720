"""Peers and links: the other entries that have something in common with the record, or point at it."""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final, NamedTuple

from policies.engine.factors import Bits, Compared, Factor, Pointing, Same, bits_of, comparing, members
from policies.engine.layers import Beneath
from policies.engine.membership import MOST_KEYS, Record, read, sized
from policies.engine.naming import Selecting
from policies.language.context import FactSpec
from policies.language.facts import reads_record
from policies.language.kleene import Truth
from policies.language.nodes import All, Node, Path
from policies.language.values import Values

# For so many different records what belongs to them is kept: each is as long as the candidates are many.
_MOST_KNOWN: Final = 300
# Different records have the same others in common, and the same ones are open.
_MOST_SETS: Final = 100


class _Listed(NamedTuple):
    """A set of candidates: the first of their keys in order, with one to spare, and how many they are."""

    first: list[str]
    size: int
    bits: bytes

    def but(self, own: int, key: str) -> tuple[list[str], int]:
        """The same without the candidate at ``own``."""
        place = own >> 3
        if own < 0 or place >= len(self.bits) or not self.bits[place] >> (own & 7) & 1:
            return self.first, self.size
        return [one for one in self.first if one != key], self.size - 1


class _Settled:
    """All candidates, in the order of their keys: so the first of any set are found at once."""

    def __init__(self, keys: list[str], certain: list[int], factors: Sequence[Factor]) -> None:
        order = sorted(range(len(keys)), key=keys.__getitem__)
        places = sorted(range(len(order)), key=order.__getitem__)
        self._keys = [keys[index] for index in order]
        self._certain = bits_of([places[index] for index in certain], len(keys))
        self._factors = [factor.settled(places) for factor in factors]
        self._known: dict[Bits, _Listed] = {}

    def place_of(self, key: str) -> int:
        """Where a candidate stands; -1 for what is none."""
        index = bisect_left(self._keys, key)
        return index if self._keys[index : index + 1] == [key] else -1

    def belonging(
        self, said: tuple[Hashable, ...], record: Record, gone: Collection[str]
    ) -> tuple[_Listed, _Listed]:
        """Those that belong to a record for certain, and those that perhaps do; it may be one of them."""
        possible: Bits = (1 << len(self._keys)) - 1
        for place in filter(lambda place: place >= 0, map(self.place_of, gone)):
            possible &= ~(1 << place)
        certain = possible & self._certain
        for factor, name in zip(self._factors, said, strict=True):
            have, possible = factor.split(name, record, possible)
            certain &= have
        return self._listed(certain), self._listed(possible & ~certain)

    def _listed(self, bits: Bits) -> _Listed:
        found = self._known.get(bits)
        if found is None:
            if len(self._known) >= _MOST_SETS:
                self._known.clear()
            first = [self._keys[index] for index in islice(members(bits), MOST_KEYS + 1)]
            said = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
            found = self._known[bits] = _Listed(first, bits.bit_count(), said)
        return found


class Peers:
    """The entries of one kind, ready to be asked which of them are peers of a record, or link to it."""

    def __init__(self, spec: FactSpec, today: date, beneath: Sequence[Beneath["Peers"]] = ()) -> None:
        parts = spec.where.children if isinstance(spec.where, All) else (spec.where,) if spec.where else ()
        self._kind = spec.members
        self._layers: list[tuple[Peers, Collection[str]]] = [(self, ())]
        self._layers += [(one.index, one.keys_gone(spec.members)) for one in beneath]
        self._alone = Selecting(All(tuple(part for part in parts if not reads_record(part))), today)
        self._keys: list[str] = []
        self._certain: list[int] = []
        self._factors = list(_factors(spec, parts, today))
        # What records have in common with others comes up again and again; to each link others.
        self._keeps = spec.kind != "linked"
        self._known: dict[tuple[Hashable, ...], tuple[_Listed, _Listed]] = {}

    @property
    def takes_in(self) -> tuple[str, ...]:
        return (self._kind,)

    def add(self, record: Record) -> None:
        """Take in an entry of the portfolio, before any is asked about."""
        if record.get("kind") != self._kind:
            return
        truth = self._alone.of(record)
        if truth is False:
            return
        index = len(self._keys)
        self._keys.append(str(record.get("key")))
        if truth:
            self._certain.append(index)
        for factor in self._factors:
            factor.add(index, record)

    @cached_property
    def _settled(self) -> _Settled:
        return _Settled(self._keys, self._certain, self._factors)

    def of(self, record: Record) -> dict[str, Any]:
        """The others that belong to ``record``, with bounds where too little is said of it or of them."""
        said = tuple([factor.name_of(record) for factor in self._factors])
        certain, doubtful, size, more = self._others(0, said, record)
        for number in range(1, len(self._layers)):
            sure, perhaps, *sizes = self._others(number, said, record)
            certain, doubtful = sorted(certain + sure), sorted(doubtful + perhaps)
            size, more = size + sizes[0], more + sizes[1]
        return sized(certain, doubtful, size, size + more)

    def _others(
        self, number: int, said: tuple[Hashable, ...], record: Record
    ) -> tuple[list[str], list[str], int, int]:
        """Of one layer the first keys of those that belong for certain and perhaps, and how many each are."""
        key = str(record.get("key"))
        place = self._layers[number][0]._settled.place_of(key) if record.get("kind") == self._kind else -1
        sure, perhaps = self._belonging(number, said, record)
        (certain, size), (doubtful, more) = sure.but(place, key), perhaps.but(place, key)
        return certain, doubtful, size, more

    def _belonging(self, number: int, said: tuple[Hashable, ...], record: Record) -> tuple[_Listed, _Listed]:
        one, gone = self._layers[number]
        found = self._known.get((number, *said))
        if found is None:
            found = one._settled.belonging(said, record, gone)
            if self._keeps:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[number, *said] = found
        return found


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
