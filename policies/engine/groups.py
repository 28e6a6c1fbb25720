"""Groups: the entries of a kind, counted by the value of one field."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from policies.engine.layers import Beneath
from policies.engine.membership import Record, read, sized
from policies.engine.naming import Selecting
from policies.language.context import FactSpec
from policies.language.values import MISSING


class Groups:
    """Entries by group, certain and possible members apart. Those whose group isn't said may be in any."""

    def __init__(self, spec: FactSpec, today: date, beneath: Sequence[Beneath["Groups"]] = ()) -> None:
        self.kind = spec.of
        self._spec = spec
        self._today = today
        self._selecting = None if spec.where is None else Selecting(spec.where, today)
        self.certain: defaultdict[str, list[str]] = defaultdict(list)
        self.possible: defaultdict[str, list[str]] = defaultdict(list)
        self.anywhere: list[str] = []
        self._layers: list[tuple[Groups, set[str]]] = [(self, set())]
        self._layers += [(one.index, one.keys_gone(spec.of)) for one in beneath]

    @property
    def takes_in(self) -> tuple[str, ...]:
        return (self.kind,)

    def add(self, record: Record) -> None:
        """Take in an entry of the portfolio."""
        spec, today = self._spec, self._today
        if record.get("kind") != spec.of:
            return
        belongs = True if self._selecting is None else self._selecting.of(record)
        if belongs is False or spec.by is None:
            return
        key = str(record.get("key"))
        group = read(spec.by, record, today)
        if group is MISSING:
            self.anywhere.append(key)
        else:
            (self.certain if belongs else self.possible)[str(group)].append(key)

    def of(self, record: Record) -> list[dict[str, Any]]:
        """The groups by key, as if ``record`` itself were not registered."""
        own = str(record.get("key")) if record.get("kind") == self.kind else None
        anywhere = self._keys(lambda one: one.anywhere, own)
        groups = [self._group(name, own, anywhere) for name in sorted(self._names())]
        if anywhere:
            groups.append({"key": None} | sized([], anywhere, 0, len(anywhere)))
        return [group for group in groups if group["size"] or "size_max" in group]

    def _names(self) -> set[str]:
        return {
            name
            for one, gone in self._layers
            for members in (one.certain, one.possible)
            for name, keys in members.items()
            if not gone.issuperset(keys)
        }

    def _group(self, name: str, own: str | None, anywhere: list[str]) -> dict[str, Any]:
        certain = self._keys(lambda one: one.certain.get(name, ()), own)
        possible = self._keys(lambda one: one.possible.get(name, ()), own) + anywhere
        return {"key": name} | sized(certain, sorted(possible), len(certain), len(certain) + len(possible))

    def _keys(self, members: Callable[["Groups"], Iterable[str]], own: str | None) -> list[str]:
        """The keys of all layers, in order and without its own."""
        return sorted(
            key for one, gone in self._layers for key in members(one) if key != own and key not in gone
        )
