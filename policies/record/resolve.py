"""From a manifest to a record: what it points at is put in place, derived facts are added.

The record is what rules read and what a submission freezes, so it must not depend on who resolves it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, Final

from policies.record.derive import DERIVING, derive
from policies.record.fields import KINDS, REFERENCE_FIELD, Field, fields_of

Lookup = Callable[[str, str], Mapping[str, Any] | None]
Record = dict[str, Any]

# use case -> data source -> consent scope -> purposes is the longest path a rule follows.
DEPTH: Final = 4
_LEADING: Final = frozenset({"ref", "refs", "parts"})
_OPENED: Final = _LEADING | {"set"}
# So that a portfolio of any size is resolved in the same memory.
_MOST_SHARED: Final = 4_000


def resolve(manifest: Mapping[str, Any], lookup: Lookup, *, org: Mapping[str, Any] | None = None) -> Record:
    """Return the record of ``manifest``.

    ``lookup(kind, key)`` gives the manifest (or the facts) of a thing, or None where nothing is known of it;
    such a reference stays as its key with the reason under ``$unknown``; everything else of it is missing.
    """
    return Resolver(lookup, org=org).record(manifest)


def resolve_organisation(org: Mapping[str, Any]) -> Record:
    """Return the record of the organisation itself, which rules of the kind ``portfolio`` are about."""
    said = Resolver(lambda kind, key: None).fields("organisation", org, DEPTH)
    return {"kind": "portfolio", "key": "organisation"} | said | {"org": dict(org)}


class Resolver:
    """Resolves many manifests. What several of them point at is resolved once and shared by their records."""

    def __init__(self, lookup: Lookup, *, org: Mapping[str, Any] | None = None) -> None:
        self._lookup = lookup
        self._org = org
        self._shared: dict[tuple[str, str, int], Record] = {}

    def record(self, manifest: Mapping[str, Any]) -> Record:
        """The record of ``manifest``. Nobody may change it: parts of it are parts of others."""
        kind = manifest["kind"]
        record = {"kind": kind, "key": manifest["key"]} | self.fields(kind, manifest, DEPTH)
        if self._org is not None:
            record["org"] = dict(self._org)
        return record

    def fields(self, name: str, said: Mapping[str, Any], depth: int) -> Record:
        record: Record = {}
        for field, opened in _said(name):
            value = said.get(field)
            if value is not None:
                record[field] = value if opened is None else self._value(opened, value, depth)
        if name in DERIVING:
            record |= derive(name, record)
        return record

    def _value(self, field: Field, value: Any, depth: int) -> Any:
        if field.type == "ref":
            return self._reference(field.of, value, depth)
        if not isinstance(value, list):
            return value
        match field.type:
            case "refs":
                return [self._reference(field.of, item, depth) for item in value]
            case "parts":
                return [self._part(field.of, item, depth) for item in value]
            case _:
                return _sorted(value)

    def _part(self, name: str, value: Mapping[str, Any], depth: int) -> Record:
        """A manifest can't leave an item of a list unsaid; who completes it can, where others may be."""
        return dict(value) if "$unknown" in value else self.fields(name, value, depth)

    def _reference(self, kind: str, value: Any, depth: int) -> Any:
        name = REFERENCE_FIELD.get(kind, "key")
        if isinstance(value, Mapping):
            if "$unknown" in value:
                return dict(value)
            said = {name: value[name]} if name in value else {}
            return said | self.fields(kind, value, _further(kind, depth))
        if depth == 0:
            return {name: value}
        if (kind, value, depth) not in self._shared:
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            self._shared[kind, value, depth] = {name: value} | self._looked_up(kind, value, depth)
        return self._shared[kind, value, depth]

    def _looked_up(self, kind: str, key: str, depth: int) -> Record:
        found = self._lookup(kind, key)
        if found is None:
            return {"$unknown": f"nothing is known here of the {kind.replace('_', ' ')} {key}"}
        return self.fields(kind, found, _further(kind, depth))


@cache
def _said(name: str) -> tuple[tuple[str, Field | None], ...]:
    """The fields of a table that are said, in order; with more than the name of those that are opened."""
    fields = (field for field in fields_of(name).values() if not field.derived)
    return tuple((field.name, field if field.type in _OPENED else None) for field in fields)


def _sorted(value: list[Any]) -> list[Any]:
    """By what each is in words."""
    try:
        if value and type(value[0]) is str:
            return sorted(value)
    except TypeError:
        pass
    return sorted(value, key=str)


def _further(kind: str, depth: int) -> int:
    """A use case named by another is not opened: its own links would bring the whole portfolio along."""
    return 0 if kind == "use_case" else depth - 1


def references(
    table: str, said: Mapping[str, Any], kinds: Collection[str] = KINDS
) -> Iterator[tuple[str, str]]:
    """Kind and key of each entry (or whatever else is of ``kinds``) that a manifest points at."""
    for field in _leading(table):
        value = said.get(field.name)
        if value is None:
            continue
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, Mapping):
                yield from references(field.of, one, kinds)
            elif isinstance(one, str) and field.type != "parts" and field.of in kinds:
                yield field.of, one


@cache
def _leading(table: str) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(table).values() if field.type in _LEADING)
