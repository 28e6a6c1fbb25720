"""Pairs that are stored, read ahead for who asks for the near duplicates of entry after entry."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from policies.overlap import THRESHOLDS, Match, Signal
from registry.models import Entry, OverlapPair, OverlapSignature
from registry.overlaps.lookup import LIMIT, Lookup
from registry.overlaps.names import comparing_stamp, names_in_force

# So many entries are read ahead, in the order of their keys.
_AHEAD = 500


class StoredOverlaps:
    """What ``Lookup`` says of entries as they are registered, without comparing them again.

    One that has changed since it was compared is looked up.
    """

    def __init__(self) -> None:
        self._lookup = Lookup(names_in_force())
        self._read: dict[tuple[str, str], list[Match] | None] = {}

    def matches(self, record: Mapping[str, Any], shows: Callable[[str], bool] | None = None) -> list[Match]:
        name = str(record["kind"]), str(record["key"])
        if name[0] not in THRESHOLDS:
            return []
        if name not in self._read:
            self._read = _read_ahead(*name)
        found = self._read.get(name)
        if found is None:
            return self._lookup.matches(record, shows)
        return [match for match in found if shows is None or shows(match.key)][:LIMIT]


def _read_ahead(kind: str, key: str) -> dict[tuple[str, str], list[Match] | None]:
    """The matches of entries from this one on; None of one that waits to be compared."""
    rows = Entry.objects.filter(kind=kind, key__gte=key).order_by("key").values_list("pk", "key")[:_AHEAD]
    keys = dict(rows)
    compared = OverlapSignature.objects.filter(pk__in=keys, compared_by=comparing_stamp())
    known = set(compared.values_list("pk", flat=True))
    found: defaultdict[int, list[Match]] = defaultdict(list)
    for pk, match in _pairs_of(keys):
        found[pk].append(match)
    return {(kind, key): _best(found[pk]) if pk in known else None for pk, key in keys.items()}


def _best(found: list[Match]) -> list[Match]:
    return sorted(found, key=lambda match: (-match.score, match.key))


def _pairs_of(pks: Mapping[int, str]) -> Iterator[tuple[int, Match]]:
    """What each of these entries finds, from whichever side the pair is written down."""
    pairs = OverlapPair.objects.order_by().with_names()
    sides = Q(left__in=pks, found_from_left=True) | Q(right__in=pks, found_from_right=True)
    for pair in pairs.filter(sides):
        if pair.found_from_left and pair.left_id in pks:
            yield pair.left_id, match_of(pair, pair.right)
        if pair.found_from_right and pair.right_id in pks:
            yield pair.right_id, match_of(pair, pair.left)


def match_of(pair: OverlapPair, other: Entry) -> Match:
    """The pair as it is told to who asks about the one that is not ``other``."""
    signals = tuple(Signal(name, score, tuple(words)) for name, score, words in pair.signals)
    return Match(pair.kind, other.key, other.title, pair.score, pair.level, signals)
