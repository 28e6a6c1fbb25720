"""Pairs that are stored, read ahead for who asks for the near duplicates of entry after entry."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.db.models import Subquery, TextField
from django.db.models.functions import Cast

from policies.overlap import THRESHOLDS, Match, Signal
from registry.models import Entry, OverlapPair, OverlapSignature
from registry.overlaps.lookup import LIMIT, Lookup
from registry.overlaps.names import comparing_stamp, names_in_force

# So many entries of a kind are read ahead, in the order in which they were registered.
_AHEAD = 500


class StoredOverlaps:
    """What ``Lookup`` says of entries as they are registered, without comparing them again.

    One that has changed since it was compared is looked up.
    """

    def __init__(self) -> None:
        self._lookup = Lookup(names_in_force())
        self._read: dict[str, dict[str, list[_Told] | None]] = {}

    def matches(self, record: Mapping[str, Any], shows: Callable[[str], bool] | None = None) -> list[Match]:
        kind, key = str(record["kind"]), str(record["key"])
        if kind not in THRESHOLDS:
            return []
        if key not in self._read.get(kind, ()):
            self._read[kind] = _read_ahead(kind, key)
        found = self._read[kind].get(key)
        if found is None:
            return self._lookup.matches(record, shows)
        shown = (one for one in found if shows is None or shows(one.key))
        return [one.match() for one in islice(shown, LIMIT)]


class _Told(NamedTuple):
    """A pair as it is told to who asks about one of its ends; few of those that are read are asked for."""

    kind: str
    key: str
    title: str
    score: float
    level: str
    signals: str

    def match(self) -> Match:
        return _match(*self[:-1], orjson.loads(self.signals))


def _read_ahead(kind: str, key: str) -> dict[str, list[_Told] | None]:
    """What is told of entries from this one on; None of one that waits to be compared."""
    of_kind = Entry.objects.filter(kind=kind).order_by("pk")
    first = of_kind.filter(key=key).values("pk")[:1]
    keys = dict(of_kind.filter(pk__gte=Subquery(first)).values_list("pk", "key")[:_AHEAD])
    compared = OverlapSignature.objects.filter(pk__in=keys, compared_by=comparing_stamp())
    known = set(compared.values_list("pk", flat=True))
    found: defaultdict[int, list[_Told]] = defaultdict(list)
    for pk, told in _pairs_of(keys):
        found[pk].append(told)
    return {name: _best(found[pk]) if pk in known else None for pk, name in keys.items()}


def _best(found: list[_Told]) -> list[_Told]:
    return sorted(found, key=lambda one: (-one.score, one.key))


def _pairs_of(pks: Mapping[int, str]) -> Iterator[tuple[int, _Told]]:
    """What each of these entries finds, from whichever side the pair is written down."""
    for side, other in (("left", "right"), ("right", "left")):
        found = OverlapPair.objects.filter(**{f"{side}__in": pks, f"found_from_{side}": True}).order_by()
        said = Cast("signals", TextField())
        names = (side, "kind", f"{other}__key", f"{other}__title", "score", "level", said)
        for pk, *row in found.values_list(*names):
            yield pk, _Told(*row)


def match_of(pair: OverlapPair, other: Entry) -> Match:
    """The pair as it is told to who asks about the one that is not ``other``."""
    return _match(pair.kind, other.key, other.title, pair.score, pair.level, pair.signals)


def _match(kind: str, key: str, title: str, score: float, level: str, signals: Iterable[Any]) -> Match:
    said = tuple(Signal(name, part, tuple(words)) for name, part, words in signals)
    return Match(kind, key, title, score, level, said)
