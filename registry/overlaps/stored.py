"""Pairs that are stored, read ahead for who asks for the near duplicates of entry after entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from policies.engine.overlaps import Resembling
from policies.overlap import THRESHOLDS, Match, Signal
from policies.overlap.signals import reason_of
from registry.models import Entry, OverlapPair, OverlapSignature
from registry.overlaps.lookup import LIMIT, Lookup
from registry.overlaps.names import comparing_stamp, names_in_force


class StoredOverlaps:
    """What ``Lookup`` says of entries that were announced, without comparing them again.

    One that has changed since it was compared is looked up, and so is who was not announced.
    """

    def __init__(self) -> None:
        self._lookup = Lookup(names_in_force())
        self._announced = (0, 0)
        self._ahead: dict[tuple[str, str], list[Told]] | None = None

    def announce(self, first: int, last: int) -> None:
        """Say that entries from one primary key to another come next: they are read when one is asked for."""
        self._announced, self._ahead = (first, last), None

    def matches(
        self, record: Mapping[str, Any], shows: Callable[[str], bool] | None = None
    ) -> Sequence[Resembling]:
        kind, key = str(record["kind"]), str(record["key"])
        if kind not in THRESHOLDS:
            return []
        if self._ahead is None:
            self._ahead = _read_ahead(*self._announced)
        found = self._ahead.get((kind, key))
        if found is None:
            return self._lookup.matches(record, shows)
        return list(islice((one for one in found if shows is None or shows(one.key)), LIMIT))


class Told(NamedTuple):
    """A pair as it is told to who asks about one of its ends. Few of those that are read are shown."""

    key: str
    title: str
    score: float
    level: str
    signals: str

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple([reason_of(*said) for said in orjson.loads(self.signals)])


def _read_ahead(first: int, last: int) -> dict[tuple[str, str], list[Told]]:
    """What is told of entries with these primary keys, the best first, but for those that wait."""
    signed = OverlapSignature.objects.filter(pk__gte=first, pk__lte=last, compared_by=comparing_stamp())
    names = {pk: (kind, key) for pk, kind, key in signed.values_list("pk", "kind", "entry__key")}
    found: dict[int, list[Told]] = {pk: [] for pk in names}
    for pk, told in _pairs_between(first, last):
        if pk in found:
            found[pk].append(told)
    return {names[pk]: sorted(told, key=_best_first) for pk, told in found.items()}


def _best_first(told: Told) -> tuple[float, str]:
    return -told.score, told.key


def _pairs_between(first: int, last: int) -> Iterator[tuple[int, Told]]:
    """What each of these entries finds, from whichever side the pair is written down."""
    said = Cast("signals", TextField())
    for side, other in (("left", "right"), ("right", "left")):
        within = {f"{side}__gte": first, f"{side}__lte": last, f"found_from_{side}": True}
        columns = (side, f"{other}__key", f"{other}__title", "score", "level", said)
        for pk, *told in OverlapPair.objects.filter(**within).order_by().values_list(*columns):
            yield pk, Told(*told)


def match_of(pair: OverlapPair, other: Entry) -> Match:
    """The pair as it is told to who asks about the one that is not ``other``."""
    signals = tuple(Signal(name, part, tuple(words)) for name, part, words in pair.signals)
    return Match(pair.kind, other.key, other.title, pair.score, pair.level, signals)
