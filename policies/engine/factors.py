"""What makes two entries peers, one factor at a time, for all candidates of a portfolio at once.

A set of candidates is a whole number with one bit for each, so that thousands are combined in one step; and
candidates that say the same in the fields a factor looks at are judged once together.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final, Protocol

from policies.engine.membership import Record, Steps, ask, fields_read, keys_at, only, read, signature
from policies.language.kleene import Truth
from policies.language.nodes import FieldValue, Node, Path, Test
from policies.language.values import MISSING

Bits = int
# Where the candidate of each index stands from now on.
Places = Sequence[int]
_ANY: Final = re.compile(rb"[^\0]")
# Which bits are set in each byte.
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
# Up to so many different candidates the answers for one record serve all records that say the same.
_FEW: Final = 256
# The answers for so many different records are kept: each is as long as the candidates are many.
_MOST_KNOWN: Final = 1_000


def members(bits: Bits) -> Iterator[int]:
    """What is in a set, in order. It is read byte by byte: each step on a long number costs its length."""
    for found in _ANY.finditer(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        start = 8 * found.start()
        for bit in _BITS[found[0][0]]:
            yield start + bit


def moved(bits: Bits, places: Places) -> Bits:
    """The same candidates at other places."""
    found = bytearray((len(places) + 7) // 8)
    for index in members(bits):
        found[places[index] >> 3] |= 1 << (places[index] & 7)
    return int.from_bytes(found, "little")


class Factor(Protocol):
    """Something that candidates have or have not in common with a record."""

    def add(self, index: int, candidate: Record) -> None:
        """Take in a candidate. Nothing of it is kept but what is compared."""

    def move(self, places: Places) -> None:
        """Let each candidate stand at another place."""

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        """Of ``among``: those that certainly have it, and those that certainly or possibly do."""


class Same:
    """The same value at each of some paths."""

    def __init__(self, paths: Sequence[Path], today: date) -> None:
        self._paths = paths
        self._today = today
        self._having: list[defaultdict[Any, Bits]] = [defaultdict(int) for _ in paths]

    def add(self, index: int, candidate: Record) -> None:
        for path, having in zip(self._paths, self._having, strict=True):
            having[read(path, candidate, self._today)] |= 1 << index

    def move(self, places: Places) -> None:
        for having in self._having:
            having.update({value: moved(bits, places) for value, bits in having.items()})

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

    def __init__(self, path: Path, today: date) -> None:
        self._path = path
        self._today = today
        self._pointing: defaultdict[str, Bits] = defaultdict(int)
        self._anywhere: Bits = 0

    def add(self, index: int, candidate: Record) -> None:
        for key in keys_at(self._path, candidate, self._today):
            if key is MISSING:
                self._anywhere |= 1 << index
            else:
                self._pointing[str(key)] |= 1 << index

    def move(self, places: Places) -> None:
        self._pointing.update({key: moved(bits, places) for key, bits in self._pointing.items()})
        self._anywhere = moved(self._anywhere, places)

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = self._pointing.get(str(record.get("key")), 0)
        return certain & among, (certain | self._anywhere) & among


class Compared:
    """Anything that a function of (candidate, record) decides by some fields of each."""

    def __init__(
        self,
        decide: Callable[[Record, Record], Truth],
        theirs: frozenset[Steps],
        ours: frozenset[Steps],
    ) -> None:
        self._decide = decide
        self._theirs = theirs
        self._ours = ours
        self._known: dict[bytes, tuple[Bits, Bits]] = {}
        self._classes: dict[bytes, tuple[Record, Bits]] = {}

    def add(self, index: int, candidate: Record) -> None:
        key = signature(candidate, self._theirs)
        one, bits = self._classes.get(key) or (only(candidate, self._theirs), 0)
        self._classes[key] = (one, bits | 1 << index)

    def move(self, places: Places) -> None:
        self._classes.update({key: (one, moved(bits, places)) for key, (one, bits) in self._classes.items()})

    def split(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        if len(self._classes) > _FEW:
            return self._judge(record, among)
        key = signature(record, self._ours)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._judge(record, -1)
        certain, possible = known
        return certain & among, possible & among

    def _judge(self, record: Record, among: Bits) -> tuple[Bits, Bits]:
        certain = possible = 0
        for one, bits in self._classes.values():
            if bits & among:
                truth = self._decide(one, record)
                certain |= bits if truth is True else 0
                possible |= bits if truth is not False else 0
        return certain & among, possible & among


def comparing(where: Node, today: date) -> Factor:
    """The factor of a predicate that looks at the candidate and, with ``$.``, at the record."""
    match where:
        case Test(path, "eq", FieldValue(other)) if _is_one_field(path, other):
            return Same((path,), today)
    theirs, ours = fields_read(where, "item"), fields_read(where, "record")
    return Compared(lambda other, record: ask(where, other, record, today), theirs, ours)


def _is_one_field(path: Path, other: Path) -> bool:
    """Whether a field with one word is compared with the same field of the record under check."""
    theirs = path.root == "item" and not path.up and path.slot.category in ("text", "term", "flag")
    return theirs and other.root == "record" and other.steps == path.steps
