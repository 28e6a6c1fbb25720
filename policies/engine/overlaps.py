"""Entries that resemble one, as a fact: looked for among records, or where a host keeps them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from policies.engine.layers import Beneath

if TYPE_CHECKING:
    from policies.overlap import Match, OverlapIndex

Record = Mapping[str, Any]
# So many records of a portfolio are kept until they are compared.
_MOST_WAITING: Final = 1_000


class KeptOverlaps(Protocol):
    """Where a host keeps near duplicates, so that nothing has to be indexed to find those of one record."""

    def matches(self, record: Record) -> "Sequence[Match]":
        """What ``policies.overlap.matches`` says of ``record`` among the whole portfolio."""


class Overlaps:
    """Near duplicates. What finds them is loaded where there is anything to compare: that takes a while."""

    def __init__(self, kinds: Collection[str], beneath: Sequence[Beneath["Overlaps"]] = ()) -> None:
        self._kinds = kinds
        self._beneath = beneath
        self._waiting: list[Record] = []
        self._keys: defaultdict[Any, set[Any]] = defaultdict(set)
        self._loaded: OverlapIndex | None = None
        self._lock = Lock()

    def add(self, record: Record) -> None:
        if record.get("kind") not in self._kinds:
            return
        self._keys[record.get("kind")].add(record.get("key"))
        self._waiting.append(record)
        if len(self._waiting) >= _MOST_WAITING:
            self._take_in()

    def of(self, record: Record) -> dict[str, Any]:
        return overlap_fact(self._matches(record) if self._has_others(record) else [])

    def _has_others(self, record: Record) -> bool:
        layers = (self, *(one.index for one in self._beneath))
        named = (one._keys[record.get("kind")] for one in layers)
        return any(len(keys) > (record.get("key") in keys) for keys in named)

    def _matches(self, record: Record) -> "list[Match]":
        from policies.overlap import Layers, matches, signature

        beneath = [Beneath(one.index._take_in(), one.gone) for one in self._beneath]
        return matches(signature(record), Layers([Beneath(self._take_in(), ()), *beneath]))

    def _take_in(self) -> "OverlapIndex":
        from policies.overlap import OverlapIndex, signature

        with self._lock:
            self._loaded = self._loaded or OverlapIndex()
            for record in self._waiting:
                self._loaded.add(signature(record))
            self._waiting.clear()
            return self._loaded


class OverlapsLookedUp:
    """The same where the host keeps them."""

    def __init__(self, kept: KeptOverlaps) -> None:
        self._kept = kept

    def add(self, record: Record) -> None:
        """The host has it."""

    def of(self, record: Record) -> dict[str, Any]:
        return overlap_fact(self._kept.matches(record))


def overlap_fact(matches: "Sequence[Match]") -> dict[str, Any]:
    """What rules read of the entries that resemble one."""
    return {
        "size": len(matches),
        "keys": sorted(match.key for match in matches),
        "items": [
            {
                "key": match.key,
                "title": match.title,
                "score": match.score,
                "level": match.level,
                "reasons": list(match.reasons),
            }
            for match in matches
        ],
    }
