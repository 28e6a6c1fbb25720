"""The facts of the portfolio, kept from one request to the next.

What is kept is named by the very objects that it was made of (see ``registry.watching``): the manifests, what
is around them, the assessments held, packs, and the day. What has changed since is laid over it, and so is
what somebody asks about, together with every entry whose record takes some of it in.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isqrt
from threading import RLock
from typing import Any, Final, TypeVar

from governance.services.records import JudgedRegister
from policies import FactIndex, Packs
from policies.engine.layers import Beneath
from policies.facts import Held, StreamedFacts
from policies.record import KINDS
from policies.record.resolve import references
from registry.around import SUPPORTING
from registry.manifests import Name
from registry.overlaps.lookup import Lookup
from registry.overlaps.names import names_in_force

Key = TypeVar("Key")

# Those of today and of one other day or other rules.
_MOST_KEPT: Final = 2
# So many changes are laid over in any case; in a large register more are, as reading it all takes longer.
_FEW: Final = 16
_NAMED: Final = (*KINDS, *SUPPORTING)


def facts_over(
    register: JudgedRegister, packs: Packs, as_of: date, held: Held | None, overlaps: Lookup
) -> FactIndex:
    """The facts of everything registered, and of what goes before it in ``register`` and ``overlaps``."""
    kept, since = _kept_for(register.whole(), packs, as_of)
    ours = {*register.also, *_taking_in(register.also, kept.readers, since.readers)}
    beneath: list[Beneath[FactIndex]] = [Beneath(since.facts, ours), Beneath(kept.facts, since.names | ours)]
    find = register.record_in
    return FactIndex(_records(register, ours), packs, as_of, held, find, beneath, overlaps)


class _Readers:
    """By the name of an entry, a person and so on: the entries that name it."""

    def __init__(self) -> None:
        self._readers: defaultdict[Name, list[Name]] = defaultdict(list)

    def note(self, reader: Name, said: Mapping[str, Any]) -> None:
        for kind, name in set(references(reader[0], said, _NAMED)):
            self._readers[kind, name.lower() if kind == "person" else name].append(reader)

    def of(self, name: Name) -> Iterable[Name]:
        return self._readers.get(name, ())


@dataclass(frozen=True)
class _Since:
    """What is other in ``register`` than in what was kept: the names of these records, and their facts."""

    register: JudgedRegister
    names: frozenset[Name]
    readers: _Readers
    facts: FactIndex


class _Kept:
    """Facts as they were at one moment. Of records only that is kept which facts compare."""

    def __init__(self, register: JudgedRegister, packs: Packs, as_of: date) -> None:
        self._register, self._packs, self._as_of = register, packs, as_of
        self.readers = _Readers()
        for kind, rows in register.around.supporting.items():
            for name, facts in rows.items():
                self.readers.note((kind, name), facts)
        # Near duplicates are in tables: who asks for them never gets down to here.
        nobody = Lookup(names_in_force())
        self.facts: FactIndex = StreamedFacts(
            self._read, packs, as_of, None, register.record_in, unread=True, overlaps=nobody
        )
        self.latest = self._laid_over(register, frozenset(), ())

    def _read(self, kinds: Collection[str]) -> Iterator[dict[str, Any]]:
        """The records of entries of these kinds; of all it is noted what they name."""
        resolver = self._register.resolver()
        for name, manifest in self._register.completed():
            self.readers.note(name, manifest)
            if name[0] in kinds:
                yield resolver.record(manifest)

    def since(self, register: JudgedRegister) -> _Since | None:
        """What has changed by the moment of ``register``; None where it is too much to be laid over."""
        found: _Since | None = self.latest
        if not _is_same(self.latest.register, register):
            found = self._changes(register)
            self.latest = found or self.latest
        return found

    def _changes(self, register: JudgedRegister) -> _Since | None:
        if register.organisation != self._register.organisation:
            return None  # It is part of every record.
        changed = set(_changed(self._register, register))
        names = _taking_in(changed, self.readers).union(name for name in changed if name[0] in KINDS)
        if len(names) > _FEW + isqrt(2 * len(register.entries.versions)):
            return None
        return self._laid_over(register, frozenset(names), changed)

    def _laid_over(self, register: JudgedRegister, names: frozenset[Name], changed: Iterable[Name]) -> _Since:
        readers = _Readers()
        for name in changed:
            said = register.find(*name)
            if said is not None:
                readers.note(name, said)
        beneath = [Beneath(self.facts, names)]
        records = _records(register, names)
        facts = FactIndex(records, self._packs, self._as_of, None, register.record_in, beneath)
        return _Since(register, names, readers, facts)


_kept: OrderedDict[tuple[str, date], _Kept] = OrderedDict()
_lock = RLock()


def _kept_for(register: JudgedRegister, packs: Packs, as_of: date) -> tuple[_Kept, _Since]:
    """Whoever needs what is just being read waits for it: reading it twice would take longer for both."""
    name = packs.digest, as_of
    with _lock:
        kept = _kept.get(name)
        since = kept.since(register) if kept is not None else None
        if kept is None or since is None:
            kept = _kept[name] = _Kept(register, packs, as_of)
            since = kept.latest
        _kept.move_to_end(name)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return kept, since


def _records(register: JudgedRegister, names: Iterable[Name]) -> Iterator[dict[str, Any]]:
    return (record for name in names if (record := register.record_in(*name)) is not None)


def _is_same(then: JudgedRegister, now: JudgedRegister) -> bool:
    """Whether two registers are of the same moment."""
    return then.entries is now.entries and then.around is now.around and then.judged is now.judged


def _changed(then: JudgedRegister, now: JudgedRegister) -> Iterator[Name]:
    """Entries that say something else themselves, and what else is named that does."""
    yield from _others(then.entries.versions, now.entries.versions)
    yield from _others(then.judged, now.judged)
    for kind, before in then.around.supporting.items():
        yield from ((kind, name) for name in _others(before, now.around.supporting[kind]))


def _others(before: Mapping[Key, Any], after: Mapping[Key, Any]) -> Iterator[Key]:
    if before is not after:
        yield from (key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def _taking_in(changed: Iterable[Name], *noted: _Readers) -> set[Name]:
    """Registered entries whose record takes in something of what has changed, or perhaps does.

    Of a use case that another one names no further links are taken in, but what is held of it is: that can
    depend on people and teams.
    """
    found: set[Name] = set()
    ahead = set(changed)
    while ahead:
        readers = {(name, reader) for name in ahead for one in noted for reader in one.of(name)}
        ahead = {
            reader
            for name, reader in readers
            if reader not in found and (reader[0] != "use_case" or name[0] not in KINDS)
        }
        found.update(reader for _, reader in readers)
    return {name for name in found if name[0] in KINDS}
