"""Many entries compared with those that share most keys with them."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import NamedTuple

from policies.overlap import Match, Signature, alike
from policies.overlap.matching import CANDIDATES
from registry.models import Entry, OverlapSignature
from registry.overlaps.keys import FindShares, Share, tokens_of

# So many signatures are kept at most, of about 6 kB each.
_MOST_KEPT = 100_000


class Compared(NamedTuple):
    """What came out for one entry: matches by the primary key of the other, and how far it reaches.

    ``reach`` and ``reach_key`` are of the last candidate, where there are as many as are compared at most.
    ``compared`` are the candidates, but for those that had their turn before and ``scored`` for both then.
    """

    row: OverlapSignature
    matches: Mapping[int, Match]
    compared: Collection[int]
    scored: Collection[int]
    reach: int | None
    reach_key: str


class Comparison:
    """Entries compared in ascending order, each with the likeliest, as ``policies.overlap.matches`` would.

    What two score is the same from either side: the one whose turn comes first scores for both. Signatures
    are kept, since each is a candidate of dozens.
    """

    def __init__(self, find_shares: FindShares) -> None:
        self._find_shares = find_shares
        self._scored: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._read: dict[int, Signature] = {}
        self._keys: dict[int, str] = {}

    def compare(self, rows: Sequence[OverlapSignature]) -> list[Compared]:
        shares = {
            row.pk: self._find_shares(tokens_of(row.kind, row.data["keys"]), asked=row.pk) for row in rows
        }
        chosen = self._choose(shares)
        scored = {pk: self._scored_with(pk, found) for pk, found in chosen.items()}
        self._read_ahead(
            one.entry for pk, found in chosen.items() for one in found if one.entry not in scored[pk]
        )
        return [self._compare(row, chosen[row.pk], scored[row.pk]) for row in rows]

    def stand(self, written: Iterable[Compared]) -> None:
        """The pairs of these are written: those that they were compared with need not do so once more."""
        for one in written:
            for pk in one.compared:
                if pk > one.row.pk:
                    self._scored[pk].append(one.row.pk)

    def _choose(self, shares: Mapping[int, Sequence[Share]]) -> dict[int, list[Share]]:
        """The candidates of each entry."""
        level = {one.entry for found in shares.values() for one in tied(found)}
        self._keys |= entry_keys(level - self._keys.keys())
        return {pk: likeliest(found, self._keys) for pk, found in shares.items()}

    def _scored_with(self, pk: int, chosen: Sequence[Share]) -> set[int]:
        """The candidates that need no comparison. Of who shares least the key is asked for: it is read."""
        known, least = self._scored.pop(pk, ()), _least(chosen)
        return {one.entry for one in chosen if one.weight != least}.intersection(known)

    def _read_ahead(self, pks: Iterable[int]) -> None:
        read = read_signatures({*pks} - self._read.keys())
        while self._read and len(self._read) + len(read) > _MOST_KEPT:
            del self._read[next(iter(self._read))]
        for pk, one in read.items():
            self._read[pk] = replace(one, keys=(), words=tuple(map(intern, one.words)))

    def _compare(self, row: OverlapSignature, chosen: Sequence[Share], scored: Collection[int]) -> Compared:
        asked = (one.entry for one in chosen if one.entry not in scored and one.entry in self._read)
        compared = {pk: self._read[pk] for pk in asked}
        keys = {other.key: pk for pk, other in compared.items()}
        found = alike(Signature.from_json(row.data), compared.values())
        matches = {keys[match.key]: match for match in found}
        if (least := _least(chosen)) is None:
            return Compared(row, matches, compared.keys(), scored, None, "")
        last = max(key for key, pk in keys.items() if Share(pk, least) in chosen)
        return Compared(row, matches, compared.keys(), scored, least, last)


def tied(found: Sequence[Share]) -> list[Share]:
    """Of more than are compared, those among whom their keys decide."""
    if len(found) <= CANDIDATES:
        return []
    return [one for one in found if one.weight == found[CANDIDATES - 1].weight]


def likeliest(found: Iterable[Share], keys: Mapping[int, str]) -> list[Share]:
    """Who shares most, and of those who share the same, the first by their keys."""
    return sorted(found, key=lambda one: (-one.weight, keys.get(one.entry, "")))[:CANDIDATES]


def entry_keys(pks: Collection[int]) -> dict[int, str]:
    return dict(Entry.objects.filter(pk__in=pks).order_by().values_list("pk", "key")) if pks else {}


def read_signatures(pks: Iterable[int]) -> dict[int, Signature]:
    rows = OverlapSignature.objects.filter(pk__in=pks).values_list("pk", "data")
    return {pk: Signature.from_json(data) for pk, data in rows}


def _least(chosen: Sequence[Share]) -> int | None:
    """How much the last candidate shares, where there are as many as are compared at most."""
    return min(one.weight for one in chosen) if len(chosen) == CANDIDATES else None
