"""Peers and links: the other entries that have something in common with the record, or point at it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from policies.engine.factors import Bits, Compared, Factor, Pointing, Same, comparing
from policies.engine.membership import MOST_KEYS, Record, ask, read, sized
from policies.language.context import FactSpec
from policies.language.facts import reads_record
from policies.language.kleene import Truth
from policies.language.nodes import All, Node, Path
from policies.language.values import Values


class Peers:
    """The entries of one kind, ready to be asked which of them are peers of a record, or link to it."""

    def __init__(self, spec: FactSpec, records: list[Record], today: date) -> None:
        parts = spec.where.children if isinstance(spec.where, All) else (spec.where,) if spec.where else ()
        alone = All(tuple(part for part in parts if not reads_record(part)))
        own = [record for record in records if record.get("kind") == spec.members]
        asked = [(record, ask(alone, record, record, today)) for record in own]
        candidates = [record for record, truth in asked if truth is not False]
        truths = [truth for _, truth in asked if truth is not False]
        self._keys = [str(record.get("key")) for record in candidates]
        self._index = {(spec.members, key): index for index, key in enumerate(self._keys)}
        self._certain: Bits = sum(1 << index for index, truth in enumerate(truths) if truth)
        self._factors = list(_factors(spec, parts, candidates, today))

    def of(self, record: Record) -> dict[str, Any]:
        """The others that belong to ``record``, with bounds where too little is said of it or of them."""
        possible: Bits = (1 << len(self._keys)) - 1
        itself = self._index.get((str(record.get("kind")), str(record.get("key"))))
        if itself is not None:
            possible &= ~(1 << itself)
        certain = possible & self._certain
        for factor in self._factors:
            have, may = factor.split(record, possible)
            certain, possible = certain & have, may
        doubtful = possible & ~certain
        return sized(
            list(self._first(certain)), list(self._first(doubtful)), certain.bit_count(), possible.bit_count()
        )

    def _first(self, bits: Bits) -> Iterator[str]:
        """The first keys of a set; candidates are in the order of their keys."""
        for _ in range(min(MOST_KEYS, bits.bit_count())):
            lowest = bits & -bits
            yield self._keys[lowest.bit_length() - 1]
            bits ^= lowest


def _factors(
    spec: FactSpec, parts: tuple[Node, ...], candidates: list[Record], today: date
) -> Iterator[Factor]:
    if spec.kind == "linked" and spec.by is not None:
        yield Pointing(spec.by, candidates, today)
    if spec.same:
        yield Same(spec.same, candidates, today)
    for part in parts:
        if reads_record(part):
            yield comparing(part, candidates, today)
    if spec.similar is not None:
        fields = frozenset({spec.similar.steps})
        yield Compared(partial(_similar, spec.similar, spec.share, today), candidates, fields, fields)


def _similar(path: Path, share: Decimal, today: date, other: Record, record: Record) -> Truth:
    """Whether two sets have ``share`` of all their members in common (Jaccard)."""
    ours, theirs = read(path, record, today), read(path, other, today)
    if not isinstance(ours, Values) or not isinstance(theirs, Values):
        return None
    if not (ours.complete and theirs.complete):
        return None
    together = len(ours.known | theirs.known)
    return together > 0 and Decimal(len(ours.known & theirs.known)) >= share * together
