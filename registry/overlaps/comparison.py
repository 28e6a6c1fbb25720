"""Many entries compared with those that share most keys with them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from policies.overlap import Match, Signature, alike
from policies.overlap.matching import CANDIDATES
from registry.models import Entry, OverlapSignature
from registry.overlaps.keys import FindShares, Share, tokens_of


class Compared(NamedTuple):
    """What came out for one entry: matches by the primary key of the other, and how far it reaches.

    ``reach`` and ``reach_key`` are of the last candidate, where there are as many as are compared at most.
    """

    row: OverlapSignature
    matches: Mapping[int, Match]
    reach: int | None
    reach_key: str


def compare_rows(rows: Sequence[OverlapSignature], find_shares: FindShares) -> list[Compared]:
    """Compare these entries with the likeliest of all others, as ``policies.overlap.matches`` would."""
    shares = {row.pk: find_shares(tokens_of(row.kind, row.data["keys"]), asked=row.pk) for row in rows}
    chosen = choose(shares)
    read = read_signatures({one.entry for found in chosen.values() for one in found})
    return [_compare(row, chosen[row.pk], read) for row in rows]


def choose(shares: Mapping[int, Sequence[Share]]) -> dict[int, list[Share]]:
    """The candidates of each entry."""
    keys = entry_keys(one for found in shares.values() for one in tied(found))
    return {pk: likeliest(found, keys) for pk, found in shares.items()}


def tied(found: Sequence[Share]) -> list[Share]:
    """Of more than are compared, those among whom their keys decide."""
    if len(found) <= CANDIDATES:
        return []
    return [one for one in found if one.weight == found[CANDIDATES - 1].weight]


def likeliest(found: Iterable[Share], keys: Mapping[int, str]) -> list[Share]:
    """Who shares most, and of those who share the same, the first by their keys."""
    return sorted(found, key=lambda one: (-one.weight, keys.get(one.entry, "")))[:CANDIDATES]


def entry_keys(shares: Iterable[Share]) -> dict[int, str]:
    pks = {one.entry for one in shares}
    return dict(Entry.objects.filter(pk__in=pks).order_by().values_list("pk", "key")) if pks else {}


def read_signatures(pks: Iterable[int]) -> dict[int, Signature]:
    rows = OverlapSignature.objects.filter(pk__in=pks).values_list("pk", "data")
    return {pk: Signature.from_json(data) for pk, data in rows}


def _compare(row: OverlapSignature, chosen: Sequence[Share], read: Mapping[int, Signature]) -> Compared:
    others = {read[one.entry].key: one.entry for one in chosen if one.entry in read}
    found = alike(Signature.from_json(row.data), (read[pk] for pk in others.values()))
    matches = {others[match.key]: match for match in found}
    if len(chosen) < CANDIDATES:
        return Compared(row, matches, None, "")
    least = min(one.weight for one in chosen)
    last = max(key for key, pk in others.items() if Share(pk, least) in chosen)
    return Compared(row, matches, least, last)
