"""Entries that resemble one, as a fact: looked for among records, or where a host keeps them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from policies.engine.layers import Beneath

if TYPE_CHECKING:
    from policies.overlap import Aliases, Match, OverlapIndex, Signature

Record = Mapping[str, Any]
NOT_THE_SAME: Final = "not_the_same"
# What was decided on an entry and counts, by the key of the other one.
Outcomes = Mapping[str, str]
NOTHING_DECIDED: Final[Outcomes] = MappingProxyType({})
# So many records of a portfolio are kept until they are compared.
_MOST_WAITING: Final = 1_000


class Resembling(Protocol):
    """What is told of an entry that resembles one, as ``policies.overlap.Match`` does."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def score(self) -> float: ...

    @property
    def level(self) -> str: ...

    @property
    def reasons(self) -> tuple[str, ...]: ...


class KeptOverlaps(Protocol):
    """Where a host keeps near duplicates, so that nothing has to be indexed to find those of one record."""

    def matches(self, record: Record, shows: Callable[[str], bool]) -> Sequence[Resembling]:
        """What ``policies.overlap.matches`` says of ``record`` among the whole portfolio."""


class Overlaps:
    """Near duplicates. What finds them is loaded where there is anything to compare: that takes a while."""

    def __init__(
        self,
        kinds: Collection[str],
        beneath: Sequence[Beneath["Overlaps"]] = (),
        aliases: "Aliases | None" = None,
    ) -> None:
        self._kinds = kinds
        self._aliases = aliases
        self._beneath = beneath
        self._waiting: list[Record] = []
        self._keys: defaultdict[Any, set[Any]] = defaultdict(set)
        self._loaded: OverlapIndex | None = None
        self._lock = Lock()

    @property
    def takes_in(self) -> Collection[str]:
        return self._kinds

    def add(self, record: Record) -> None:
        if record.get("kind") not in self._kinds:
            return
        self._keys[record.get("kind")].add(record.get("key"))
        self._waiting.append(record)
        if len(self._waiting) >= _MOST_WAITING:
            self._take_in()

    def of(self, record: Record, outcomes: Outcomes = NOTHING_DECIDED) -> dict[str, Any]:
        return overlap_fact(self._matches(record, outcomes) if self._has_others(record) else [], outcomes)

    def _has_others(self, record: Record) -> bool:
        layers = (self, *(one.index for one in self._beneath))
        named = (one._keys[record.get("kind")] for one in layers)
        return any(len(keys) > (record.get("key") in keys) for keys in named)

    def _matches(self, record: Record, outcomes: Outcomes) -> "list[Match]":
        from policies.overlap import Layers, matches

        beneath = [Beneath(one.index._take_in(), one.gone) for one in self._beneath]
        layers = Layers([Beneath(self._take_in(), ()), *beneath])
        return matches(self._signature(record), layers, shows=not_told_apart(outcomes))

    def _signature(self, record: Record) -> "Signature":
        from policies.overlap import SHIPPED, signature

        return signature(record, self._aliases or SHIPPED)

    def _take_in(self) -> "OverlapIndex":
        from policies.overlap import OverlapIndex

        with self._lock:
            self._loaded = self._loaded or OverlapIndex()
            for record in self._waiting:
                self._loaded.add(self._signature(record))
            self._waiting.clear()
            return self._loaded


class OverlapsLookedUp:
    """The same where the host keeps them."""

    def __init__(self, kept: KeptOverlaps) -> None:
        self._kept = kept

    @property
    def takes_in(self) -> Collection[str]:
        return ()

    def add(self, record: Record) -> None:
        """The host has it."""

    def of(self, record: Record, outcomes: Outcomes = NOTHING_DECIDED) -> dict[str, Any]:
        return overlap_fact(self._kept.matches(record, not_told_apart(outcomes)), outcomes)


def not_told_apart(outcomes: Outcomes) -> Callable[[str], bool]:
    """Whether the entry of a key may be shown, as far as people did not tell it apart."""
    apart = {key for key, outcome in outcomes.items() if outcome == NOT_THE_SAME}
    return lambda key: key not in apart


def overlap_fact(matches: Sequence[Resembling], outcomes: Outcomes) -> dict[str, Any]:
    """What rules read of the entries that resemble one; of these nobody told any apart."""
    return {
        "size": len(matches),
        "undecided": sum(not outcomes.get(match.key) for match in matches),
        "keys": sorted(match.key for match in matches),
        "items": [
            {
                "key": match.key,
                "title": match.title,
                "score": match.score,
                "level": match.level,
                "reasons": list(match.reasons),
                "outcome": outcomes.get(match.key, ""),
            }
            for match in matches
        ],
    }
