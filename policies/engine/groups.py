"""Groups: the entries of a kind, counted by the value of one field."""

from collections import defaultdict
from datetime import date
from typing import Any

from policies.engine.membership import Record, ask, read, sized
from policies.language.context import FactSpec
from policies.language.values import MISSING


class Groups:
    """Entries by group, certain and possible members apart. Those whose group isn't said may be in any."""

    def __init__(self, spec: FactSpec, today: date) -> None:
        self.kind = spec.of
        self._spec = spec
        self._today = today
        self.certain: defaultdict[str, list[str]] = defaultdict(list)
        self.possible: defaultdict[str, list[str]] = defaultdict(list)
        self.anywhere: list[str] = []

    def add(self, record: Record) -> None:
        """Take in an entry of the portfolio. They come in the order of their keys."""
        spec, today = self._spec, self._today
        if record.get("kind") != spec.of:
            return
        belongs = True if spec.where is None else ask(spec.where, record, record, today)
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
        anywhere = [key for key in self.anywhere if key != own]
        names = sorted({*self.certain, *self.possible})
        groups = [self._group(name, own, anywhere) for name in names]
        if anywhere:
            groups.append({"key": None} | sized([], anywhere, 0, len(anywhere)))
        return [group for group in groups if group["size"] or "size_max" in group]

    def _group(self, name: str, own: str | None, anywhere: list[str]) -> dict[str, Any]:
        certain = [key for key in self.certain.get(name, ()) if key != own]
        possible = [key for key in self.possible.get(name, ()) if key != own] + anywhere
        return {"key": name} | sized(certain, sorted(possible), len(certain), len(certain) + len(possible))
