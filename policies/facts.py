"""Facts beyond a single record, known before any rule is asked.

All are JSON-safe. ``peers`` and ``linked``: ``{size, keys}``. Where it can't be decided whether some
entries belong, ``size`` counts the certain ones, ``size_max`` also the possible ones, and ``possible_keys``
names these. Keys are sorted and at most 100. ``groups``: a list of ``{key, size, keys}`` by key, with
``size_max`` likewise; entries whose group is not said may be in any, and form a last group with the key None.
``overlap``: ``{size, keys, items}``, the ten best matches of ``policies.overlap``.
``ai_act``: the tier that the answers lead to and what makes it so, see ``policies.law``.
``consent``: what ``policies.lineage.consent`` finds along the ways of the data.
``readiness``: what ``policies.lineage.readiness`` makes of the proofs for the data.
``decisions``: ``{items}``, handed in by the host and left out, and so unknown, where it has none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from policies.engine.groups import Groups
from policies.engine.peers import Peers
from policies.language.context import FactSpec
from policies.language.packs import Packs
from policies.language.shapes import HELD_FACTS
from policies.law.deciding import decide
from policies.lineage.consent import ConsentIndex
from policies.lineage.readiness import ReadinessIndex

if TYPE_CHECKING:
    from policies.overlap.index import OverlapIndex

Record = Mapping[str, Any]
# What the host knows of entries: by kind and key of the entry, then by kind of the fact.
Held = Mapping[tuple[str, str], Mapping[str, Any]]
_BY_KEYS: Final = ("peers", "linked")


class _Index(Protocol):
    def of(self, record: Record) -> dict[str, Any]: ...


_LINEAGE: Final[Mapping[str, Callable[[list[Record], date], _Index]]] = {
    "consent": ConsentIndex,
    "readiness": ReadinessIndex,
}


class FactIndex:
    """A portfolio, kept so that the facts of each of its records cost little.

    ``portfolio`` holds resolved records of all kinds; a record is never a peer of itself (kind and key).
    ``held`` are facts that no record says, such as the council's decisions.
    """

    def __init__(
        self, portfolio: Iterable[Record], packs: Packs, today: date, held: Held | None = None
    ) -> None:
        self._records = sorted(
            portfolio, key=lambda record: (str(record.get("kind")), str(record.get("key")))
        )
        self._facts = packs.facts
        self._held = held or {}
        self._today = today
        self._indexes: dict[str, Any] = {}

    def for_record(self, record: Record, names: Collection[str] | None = None) -> dict[str, Any]:
        """Every declared fact (or those of ``names``) that has a meaning for ``record``.

        The others are left out, and so unknown.
        """
        found: dict[str, Any] = {}
        held = self._held.get((str(record.get("kind")), str(record.get("key"))), {})
        for name, spec in self._facts.items():
            if names is not None and name not in names:
                continue
            if spec.kind == "groups":
                found[name] = self._index(spec).without(record)
            elif spec.of != record.get("kind"):
                continue
            elif spec.kind == "ai_act":
                found[name] = decide(record, self._today).fact()
            elif spec.kind not in HELD_FACTS:
                found[name] = self._index(spec).of(record)
            elif spec.kind in held:
                found[name] = held[spec.kind]
        return found

    def _index(self, spec: FactSpec) -> Any:
        """What a fact is looked up in, made when it is first asked for."""
        name = spec.name if spec.kind in (*_BY_KEYS, "groups") else spec.kind
        if name not in self._indexes:
            self._indexes[name] = self._made(spec)
        return self._indexes[name]

    def _made(self, spec: FactSpec) -> Any:
        if spec.kind == "groups":
            return Groups(spec, self._records, self._today)
        if spec.kind in _BY_KEYS:
            return Peers(spec, self._records, self._today)
        if spec.kind == "overlap":
            return _Overlaps(self._records)
        return _LINEAGE[spec.kind](self._records, self._today)


def compute_facts(
    record: Record, portfolio: Iterable[Record], packs: Packs, *, today: date, held: Held | None = None
) -> dict[str, Any]:
    """The facts of one record. For many records keep a ``FactIndex``."""
    return FactIndex(portfolio, packs, today, held).for_record(record)


class _Overlaps:
    """The index of near duplicates, built where there is anything to compare: its library takes a while."""

    def __init__(self, records: list[Record]) -> None:
        self._records = records
        self._keys: defaultdict[Any, set[Any]] = defaultdict(set)
        for record in records:
            self._keys[record.get("kind")].add(record.get("key"))

    @cached_property
    def _index(self) -> "OverlapIndex":
        from policies.overlap.index import OverlapIndex

        return OverlapIndex(self._records)

    def of(self, record: Record) -> dict[str, Any]:
        others = any(key != record.get("key") for key in self._keys.get(record.get("kind"), ()))
        matches = self._index.matches(record) if others else []
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
