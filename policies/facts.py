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

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from policies.compiled.ai_act import ai_act_fact
from policies.engine.groups import Groups
from policies.engine.peers import Peers
from policies.language.context import FactSpec
from policies.language.packs import Packs
from policies.language.shapes import HELD_FACTS
from policies.lineage.consent import ConsentIndex
from policies.lineage.readiness import ReadinessIndex

if TYPE_CHECKING:
    from policies.overlap.index import OverlapIndex

Record = Mapping[str, Any]
Find = Callable[[str, str], Record | None]
# What the host knows of entries: by kind and key of the entry, then by kind of the fact.
Held = Mapping[tuple[str, str], Mapping[str, Any]]
# So many records of a portfolio are kept until they are compared.
_MOST_WAITING: Final = 1_000
_OF_ITS_OWN: Final = ("peers", "linked", "groups")


class _Index(Protocol):
    def add(self, record: Record) -> None: ...

    def of(self, record: Record) -> Any: ...


class FactIndex:
    """A portfolio, kept so that the facts of each of its records cost little.

    ``portfolio`` holds resolved records of all kinds; a record is never a peer of itself (kind and key).
    ``held`` are facts that no record says, such as the council's decisions.
    """

    def __init__(
        self, portfolio: Iterable[Record], packs: Packs, today: date, held: Held | None = None
    ) -> None:
        self._records = sorted(portfolio, key=_name_of)
        self._facts = packs.facts
        self._read = packs.facts_read
        self._held = held or {}
        self.today = today
        self._indexes: dict[str, _Index] = {}

    def for_record(self, record: Record, names: Collection[str] | None = None) -> dict[str, Any]:
        """Every declared fact (or those of ``names``) that has a meaning for ``record``.

        The others are left out, and so unknown.
        """
        found: dict[str, Any] = {}
        held = self._held.get(_name_of(record), {})
        for name, spec in self._facts.items():
            if (names is not None and name not in names) or not _is_about(spec, record):
                continue
            if spec.kind == "ai_act":
                found[name] = ai_act_fact(record, self.today)
            elif spec.kind not in HELD_FACTS:
                found[name] = self._index(spec).of(record)
            elif spec.kind in held:
                found[name] = held[spec.kind]
        return found

    def for_rules(self, record: Record) -> dict[str, Any]:
        """What rules about its kind read of the facts: all that a check of it can rest on."""
        return self.for_record(record, self._read.get(str(record.get("kind")), ()))

    def _index(self, spec: FactSpec) -> _Index:
        """What a fact is looked up in, made when it is first asked for."""
        name = _index_name(spec)
        if name not in self._indexes:
            index = self._indexes[name] = self._made(spec, self._find)
            for record in self._records:
                index.add(record)
        return self._indexes[name]

    def _made(self, spec: FactSpec, find: Find) -> _Index:
        if spec.kind == "overlap":
            return _Overlaps({one.of for one in self._facts.values() if one.kind == "overlap"})
        return _index_of(spec, self.today, find)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Record]:
        return {_name_of(record): record for record in self._records}

    def _find(self, kind: str, key: str) -> Record | None:
        return self._by_name.get((kind, key))


class StreamedFacts(FactIndex):
    """The same of records that come in the order of kind and key, and are not kept.

    ``find`` gives the record of one of them again.
    """

    def __init__(
        self, portfolio: Iterable[Record], packs: Packs, today: date, held: Held | None, find: Find
    ) -> None:
        super().__init__((), packs, today, held)
        names = {name for read in self._read.values() for name in read}
        for spec in (self._facts[name] for name in names):
            if spec.kind != "ai_act" and spec.kind not in HELD_FACTS:
                self._indexes.setdefault(_index_name(spec), self._made(spec, find))
        for record in portfolio:
            for index in self._indexes.values():
                index.add(record)


def _name_of(record: Record) -> tuple[str, str]:
    return str(record.get("kind")), str(record.get("key"))


def _is_about(spec: FactSpec, record: Record) -> bool:
    return spec.kind == "groups" or spec.of == record.get("kind")


def _index_name(spec: FactSpec) -> str:
    return spec.name if spec.kind in _OF_ITS_OWN else spec.kind


def _index_of(spec: FactSpec, today: date, find: Find) -> _Index:
    match spec.kind:
        case "peers" | "linked":
            return Peers(spec, today)
        case "groups":
            return Groups(spec, today)
        case "consent":
            return ConsentIndex(today, find)
    return ReadinessIndex(today)


def compute_facts(
    record: Record, portfolio: Iterable[Record], packs: Packs, *, today: date, held: Held | None = None
) -> dict[str, Any]:
    """The facts of one record. For many records keep a ``FactIndex``."""
    return FactIndex(portfolio, packs, today, held).for_record(record)


class _Overlaps:
    """Near duplicates. What finds them is loaded where there is anything to compare: that takes a while."""

    def __init__(self, kinds: Collection[str]) -> None:
        self._kinds = kinds
        self._waiting: list[Record] = []
        self._first: dict[Any, Any] = {}
        self._several: set[Any] = set()
        self._loaded: OverlapIndex | None = None

    def add(self, record: Record) -> None:
        kind, key = record.get("kind"), record.get("key")
        if self._first.setdefault(kind, key) != key:
            self._several.add(kind)
        self._waiting.append(record)
        if len(self._waiting) >= _MOST_WAITING:
            self._take_in()

    def _take_in(self) -> "OverlapIndex":
        from policies.overlap.index import OverlapIndex

        self._loaded = self._loaded or OverlapIndex()
        for record in self._waiting:
            if record.get("kind") in self._kinds:
                self._loaded.add(record)
            else:
                self._loaded.count(record)
        self._waiting.clear()
        return self._loaded

    def of(self, record: Record) -> dict[str, Any]:
        kind, key = record.get("kind"), record.get("key")
        others = kind in self._several or self._first.get(kind, key) != key
        matches = self._take_in().matches(record) if others else []
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
