"""Facts beyond a single record, known before any rule is asked.

All are JSON-safe. ``peers`` and ``linked``: ``{size, keys}``. Where it can't be decided whether some
entries belong, ``size`` counts the certain ones, ``size_max`` also the possible ones, and ``possible_keys``
names these. Keys are sorted and at most 100. ``groups``: a list of ``{key, size, keys}`` by key, with
``size_max`` likewise; entries whose group is not said may be in any, and form a last group with the key None.
``overlap``: ``{size, undecided, keys, items}``, the ten best matches of ``policies.overlap`` but those that
people told apart; each has the ``outcome`` that was decided on, or "", and ``undecided`` counts these.
``ai_act``: the tier that the answers lead to and what makes it so, see ``policies.law``.
``consent``: what ``policies.lineage.consent`` finds along the ways of the data.
``readiness``: what ``policies.lineage.readiness`` makes of the proofs for the data.
``decisions``: ``{items}``, handed in by the host and left out, and so unknown, where it has none; with
``conditions_open`` of the one that stands and, while there are any, ``conditions_due_on`` and ``days_left``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from policies.compiled.ai_act import ai_act_fact
from policies.engine.groups import Groups
from policies.engine.layers import Beneath, Name
from policies.engine.overlaps import KeptOverlaps, Overlaps, OverlapsLookedUp
from policies.engine.peers import Peers
from policies.language.context import FactSpec
from policies.language.packs import Packs
from policies.language.shapes import HELD_FACTS
from policies.lineage.consent import ConsentIndex
from policies.lineage.readiness import ReadinessIndex

if TYPE_CHECKING:
    from policies.overlap.decided import Decided

Record = Mapping[str, Any]
Find = Callable[[str, str], Record | None]
# What the host knows of entries: by kind and key of the entry, then by kind of the fact.
Held = Mapping[Name, Mapping[str, Any]]
# Stands there for no entry but for the organisation: under "aliases", the names that mean the same to it.
EVERYWHERE: Final[Name] = ("", "")
_OF_ITS_OWN: Final = ("peers", "linked", "groups")


class _Index(Protocol):
    @property
    def takes_in(self) -> Collection[str]: ...

    def add(self, record: Record) -> None: ...

    def of(self, record: Record) -> Any: ...


class FactIndex:
    """A portfolio, kept so that the facts of each of its records cost little.

    ``portfolio`` holds resolved records of all kinds; a record is never a peer of itself (kind and key).
    ``held`` are facts that no record says, such as the council's decisions, and under "overlap" what was
    decided on pairs (see ``policies.overlap.decided``). With portfolios ``beneath``, from above,
    ``portfolio`` is what is other than there, and ``find`` gives any record of the whole.
    ``overlaps`` is where near duplicates are looked up, for a host that keeps them.
    """

    def __init__(
        self,
        portfolio: Iterable[Record],
        packs: Packs,
        today: date,
        held: Held | None = None,
        find: Find | None = None,
        beneath: Sequence["Beneath[FactIndex]"] = (),
        overlaps: KeptOverlaps | None = None,
    ) -> None:
        self._overlaps = overlaps
        self._records = sorted(portfolio, key=_name_of)
        self._find = find or self._find_own
        self._beneath = beneath
        self._facts = packs.facts
        self._read = packs.facts_read
        self._held = held or {}
        self.today = today
        self._indexes: dict[str, _Index] = {}
        self._for_kind: dict[str, list[FactSpec]] = {}

    def for_record(self, record: Record, names: Collection[str] | None = None) -> dict[str, Any]:
        """Every declared fact (or those of ``names``) that has a meaning for ``record``.

        The others are left out, and so unknown.
        """
        return self._for_specs(record, self._specs(str(record.get("kind")), names))

    def for_rules(self, record: Record) -> dict[str, Any]:
        """What rules about its kind read of the facts: all that a check of it can rest on."""
        kind = str(record.get("kind"))
        if kind not in self._for_kind:
            self._for_kind[kind] = self._specs(kind, self._read.get(kind, ()))
        return self._for_specs(record, self._for_kind[kind])

    def _specs(self, kind: str, names: Collection[str] | None) -> list[FactSpec]:
        wanted = (spec for name, spec in self._facts.items() if names is None or name in names)
        return [spec for spec in wanted if spec.kind == "groups" or spec.of == kind]

    def _for_specs(self, record: Record, specs: Iterable[FactSpec]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        held = self._held.get(_name_of(record), {})
        for spec in specs:
            name = spec.name
            if spec.kind == "ai_act":
                found[name] = ai_act_fact(record, self.today)
            elif spec.kind == "overlap":
                found[name] = self._overlap(spec, record, held.get("overlap", {}))
            elif spec.kind not in HELD_FACTS:
                found[name] = self._index(spec).of(record)
            elif spec.kind in held:
                found[name] = held[spec.kind]
        return found

    def _overlap(self, spec: FactSpec, record: Record, decided: "Mapping[str, Decided]") -> dict[str, Any]:
        overlaps = cast(Overlaps | OverlapsLookedUp, self._index(spec))
        if not decided:
            return overlaps.of(record)
        from policies.overlap.decided import outcomes_of

        return overlaps.of(record, outcomes_of(record, decided, self._find))

    def _index(self, spec: FactSpec) -> _Index:
        """What a fact is looked up in, made when it is first asked for."""
        name = _index_name(spec)
        found = self._indexes.get(name)
        if found is None:
            found = self._made(spec)
            for record in self._records:
                found.add(record)
            # Only now: others may be asking for it.
            self._indexes[name] = found
        return found

    def _made(self, spec: FactSpec) -> _Index:
        if spec.kind == "overlap" and self._overlaps is not None:
            return OverlapsLookedUp(self._overlaps)
        beneath: list[Any] = [Beneath(one.index._index(spec), one.gone) for one in self._beneath]
        match spec.kind:
            case "overlap":
                kinds = {one.of for one in self._facts.values() if one.kind == "overlap"}
                return Overlaps(kinds, beneath, self._held.get(EVERYWHERE, {}).get("aliases"))
            case "peers" | "linked":
                return Peers(spec, self.today, beneath)
            case "groups":
                return Groups(spec, self.today, beneath)
            case "consent":
                return ConsentIndex(self.today, self._find, beneath)
        return ReadinessIndex(self.today)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Record]:
        return {_name_of(record): record for record in self._records}

    def _find_own(self, kind: str, key: str) -> Record | None:
        return self._by_name.get((kind, key))


class StreamedFacts(FactIndex):
    """The same of records that come in any order, and are not kept.

    ``portfolio`` gives those of some kinds, and ``find`` the record of one of them again. Facts that no rule
    reads are only known with ``unread``. With ``about``, only records of that kind are asked about.
    """

    def __init__(
        self,
        portfolio: Callable[[Collection[str]], Iterable[Record]],
        packs: Packs,
        today: date,
        held: Held | None,
        find: Find,
        *,
        unread: bool = False,
        about: str | None = None,
        overlaps: KeptOverlaps | None = None,
    ) -> None:
        super().__init__((), packs, today, held, find, overlaps=overlaps)
        kinds = self._read if about is None else (about,)
        names = self._facts if unread else {name for kind in kinds for name in self._read.get(kind, ())}
        for spec in (self._facts[name] for name in names):
            if spec.kind != "ai_act" and spec.kind not in HELD_FACTS:
                self._indexes.setdefault(_index_name(spec), self._made(spec))
        taken_in = {kind for index in self._indexes.values() for kind in index.takes_in}
        for record in portfolio(taken_in) if self._indexes else ():
            for index in self._indexes.values():
                index.add(record)


def _name_of(record: Record) -> tuple[str, str]:
    return str(record.get("kind")), str(record.get("key"))


def _index_name(spec: FactSpec) -> str:
    return spec.name if spec.kind in _OF_ITS_OWN else spec.kind


def compute_facts(
    record: Record, portfolio: Iterable[Record], packs: Packs, *, today: date, held: Held | None = None
) -> dict[str, Any]:
    """The facts of one record. For many records keep a ``FactIndex``."""
    return FactIndex(portfolio, packs, today, held).for_record(record)
