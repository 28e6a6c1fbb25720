"""What makes two entries peers, one factor at a time, for all candidates of a portfolio at once.

A set of candidates is a whole number with one bit for each, so that thousands are combined in one step; and
candidates that say the same in the fields a factor looks at are judged once together.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

from policies.engine.cutting import cut, fields_at
from policies.engine.membership import Record, Steps, ask, fields_read, keys_at, read
from policies.engine.naming import Naming, Said
from policies.language.kleene import Truth
from policies.language.nodes import FieldValue, Node, Path, Test
from policies.language.values import MISSING

Bits = int
# Where the candidate of each index stands, by its key.
Places = Sequence[int]
_ANY: Final = re.compile(rb"[^\0]")
# Which bits are set in each byte.
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
# So many places take as long to be put together as a long number takes to be combined.
_MOST_LISTED: Final = 32
# Up to so many different candidates the answers for one record serve all records that say the same.
_FEW: Final = 256
# The answers for so many different records are kept: each is as long as the candidates are many.
_MOST_KNOWN: Final = 1_000
# Facts of one set of packs are looked up for each check of one entry.
_MOST_ASKED: Final = 256


def members(bits: Bits) -> Iterator[int]:
    """What is in a set, in order. It is read byte by byte: each step on a long number costs its length."""
    for found in _ANY.finditer(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        start = 8 * found.start()
        for bit in _BITS[found[0][0]]:
            yield start + bit


def bits_of(indexes: Iterable[int], number: int) -> Bits:
    """The set of some of ``number`` candidates."""
    found = bytearray((number + 7) // 8)
    for index in indexes:
        found[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(found, "little")


class _Sets:
    """Sets of candidates by what they have. Where these are few, each is made when it is asked for."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._few: dict[Hashable, list[int]] = {}
        self._many: dict[Hashable, Bits] = {}

    def add(self, name: Hashable, places: list[int]) -> None:
        if name in self._many:
            self._many[name] |= bits_of(places, self._number)
            return
        few = self._few.setdefault(name, [])
        few += places
        if len(few) > _MOST_LISTED:
            self._many[name] = bits_of(self._few.pop(name), self._number)

    def of(self, name: Hashable) -> Bits:
        found = self._many.get(name)
        if found is not None:
            return found
        few = self._few.get(name)
        return bits_of(few, self._number) if few else 0


class Settled(Protocol):
    """A factor of which all candidates are known."""

    def split(self, said: Hashable, record: Record, among: Bits) -> tuple[Bits, Bits]:
        """Of ``among``: those that certainly have it, and those that certainly or possibly do.

        ``said`` is how the factor names the record.
        """


class Factor(Protocol):
    """Something that candidates have or have not in common with a record."""

    def add(self, index: int, candidate: Record) -> None:
        """Take in a candidate. Nothing of it is kept but what is compared."""

    def name_of(self, record: Record) -> Hashable:
        """The same for records that have it in common with the same candidates."""

    def settled(self, places: Places) -> Settled:
        """The factor once all are taken in, with each candidate at its place."""


class _Alike:
    """Candidates that say the same in some fields, which are looked at once together."""

    def __init__(self, fields: Collection[Steps]) -> None:
        self._naming = Naming(fields)
        self._fields = fields_at(self._naming.fields)
        self._of: dict[Said, tuple[Record, list[int]]] = {}

    def add(self, index: int, candidate: Record) -> None:
        name = self._naming.of(candidate)
        known = self._of.get(name)
        if known is None:
            known = self._of[name] = cut(candidate, self._fields), []
        known[1].append(index)

    def at(self, places: Places) -> Iterator[tuple[Record, list[int]]]:
        """One of each that are alike, and where all of them stand."""
        for one, indexes in self._of.values():
            yield one, [places[index] for index in indexes]


class Same:
    """The same value at each of some paths."""

    def __init__(self, paths: Sequence[Path], today: date) -> None:
        self._paths = paths
        self._today = today
        fields = {(*(("org",) if one.root == "org" else ()), *one.steps) for one in paths}
        self.name_of: Final = Naming(fields).of
        self._alike = _Alike(fields)
        self.add: Final = self._alike.add

    def settled(self, places: Places) -> Settled:
        having = [_Sets(len(places)) for _ in self._paths]
        for one, found in self._alike.at(places):
            for path, values in zip(self._paths, having, strict=True):
                values.add(read(path, one, self._today), found)
        return _SameValues(self._paths, self._today, having)


class _SameValues(NamedTuple):
    paths: Sequence[Path]
    today: date
    having: Sequence["_Sets"]

    def split(self, said: Hashable, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = possible = among
        for path, having in zip(self.paths, self.having, strict=True):
            value = read(path, record, self.today)
            if value is MISSING:
                certain = 0
            else:
                have = having.of(value)
                certain &= have
                possible &= have | having.of(MISSING)
        return certain, possible


class Pointing:
    """A link to the record by its key. Who leaves out where a link leads may point at anything."""

    def __init__(self, path: Path, today: date) -> None:
        self._path = path
        self._today = today
        self._pointing: defaultdict[Any, list[int]] = defaultdict(list)

    def add(self, index: int, candidate: Record) -> None:
        for key in keys_at(self._path, candidate, self._today):
            self._pointing[key if key is MISSING else str(key)].append(index)

    def name_of(self, record: Record) -> str:
        return str(record.get("key"))

    def settled(self, places: Places) -> Settled:
        pointing = _Sets(len(places))
        for key, found in self._pointing.items():
            pointing.add(key, [places[index] for index in found])
        return _Pointed(pointing)


class _Pointed(NamedTuple):
    pointing: "_Sets"

    def split(self, said: Hashable, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = self.pointing.of(said) & among
        return certain, certain | self.pointing.of(MISSING) & among


class Compared:
    """Anything that a function of (candidate, record) decides by some fields of each."""

    def __init__(
        self, decide: Callable[[Record, Record], Truth], theirs: frozenset[Steps], ours: frozenset[Steps]
    ) -> None:
        self._decide = decide
        self.name_of: Final = Naming(ours).of
        self._alike = _Alike(theirs)
        self.add: Final = self._alike.add

    def settled(self, places: Places) -> Settled:
        classes = [(one, bits_of(found, len(places))) for one, found in self._alike.at(places)]
        return _Judged(self._decide, classes, {})


class _Judged(NamedTuple):
    decide: Callable[[Record, Record], Truth]
    classes: Sequence[tuple[Record, Bits]]
    known: dict[Hashable, tuple[Bits, Bits]]

    def split(self, said: Hashable, record: Record, among: Bits) -> tuple[Bits, Bits]:
        if len(self.classes) > _FEW:
            return self._judge(record, among)
        known = self.known.get(said)
        if known is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            known = self.known[said] = self._judge(record, -1)
        certain, possible = known
        return certain & among, possible & among

    def _judge(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = possible = 0
        for one, bits in self.classes:
            if bits & among:
                truth = self.decide(one, record)
                certain |= bits if truth is True else 0
                possible |= bits if truth is not False else 0
        return certain & among, possible & among


def comparing(where: Node, today: date) -> Factor:
    """The factor of a predicate that looks at the candidate and, with ``$.``, at the record."""
    match where:
        case Test(path, "eq", FieldValue(other)) if _is_one_field(path, other):
            return Same((path,), today)
    theirs, ours = _compared(where)
    return Compared(lambda other, record: ask(where, other, record, today), theirs, ours)


@lru_cache(maxsize=_MOST_ASKED)
def _compared(where: Node) -> tuple[frozenset[Steps], frozenset[Steps]]:
    """The fields of the candidate, and those of the record, that a predicate reads."""
    ours = fields_read(where, "record") | {("org", *steps) for steps in fields_read(where, "org")}
    return fields_read(where, "item"), ours


def _is_one_field(path: Path, other: Path) -> bool:
    """Whether a field with one word is compared with the same field of the record under check."""
    theirs = path.root == "item" and not path.up and path.slot.category in ("text", "term", "flag")
    return theirs and other.root == "record" and other.steps == path.steps
