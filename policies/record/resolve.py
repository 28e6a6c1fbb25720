"""From a manifest to a record: what it points at is put in place, derived facts are added.

The record is what rules read and what a submission freezes, so it must not depend on who resolves it.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from policies.record.derive import DERIVING, derive
from policies.record.fields import KINDS, REFERENCE_FIELD, Field, fields_of

Lookup = Callable[[str, str], Mapping[str, Any] | None]
Record = dict[str, Any]

# use case -> data source -> consent scope -> purposes is the longest path a rule follows.
DEPTH: Final = 4
_LEADING: Final = frozenset({"ref", "refs", "parts"})
_OPENED: Final = _LEADING | {"set"}
# So that a portfolio of any size is resolved in the same memory.
_MOST_SHARED: Final = 2_000
# Most manifests say the same fields as others before them.
_MOST_SHAPES: Final = 4_000


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


class _Shared(NamedTuple):
    """What a reference leads to, and how much of the depth that takes."""

    takes: int
    record: Record


class Resolver:
    """Resolves many manifests. What several of them point at is resolved once and shared by their records."""

    def __init__(self, lookup: Lookup, *, org: Mapping[str, Any] | None = None) -> None:
        self._lookup = lookup
        self._org = org
        # By kind and key; what is cut off beneath also by how much of the depth was left.
        self._shared: OrderedDict[tuple[str, str] | tuple[str, str, int], _Shared] = OrderedDict()
        # The least that was left of the depth beneath the reference that is opened; below 0 it is cut off.
        self._left = DEPTH

    def record(self, manifest: Mapping[str, Any]) -> Record:
        """The record of ``manifest``. Nobody may change it: parts of it are parts of others."""
        kind = manifest["kind"]
        record = {"kind": kind, "key": manifest["key"]} | self.fields(kind, manifest, DEPTH)
        if self._org is not None:
            record["org"] = dict(self._org)
        return record

    def fields(self, name: str, said: Mapping[str, Any], depth: int) -> Record:
        names, opened = _said(name, tuple(said))
        record = {field: value for field in names if (value := said[field]) is not None}
        for field in opened:
            if field.name in record:
                record[field.name] = self._value(field, record[field.name], depth)
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
        if type(value) is not str and isinstance(value, Mapping):
            return self._in_place(kind, value, depth)
        if depth == 0:
            self._left = -1
            return {_name_of(kind): value}
        found = self._shared.get((kind, value))
        if found is None or found.takes > depth:
            found = self._shared.get((kind, value, depth)) or self._opened(kind, value, depth)
        if depth - found.takes < self._left:
            self._left = depth - found.takes
        return found.record

    def _in_place(self, kind: str, value: Mapping[str, Any], depth: int) -> Record:
        if "$unknown" in value:
            return dict(value)
        name = _name_of(kind)
        said = {name: value[name]} if name in value else {}
        return said | self.fields(kind, value, _further(kind, depth))

    def _opened(self, kind: str, key: str, depth: int) -> _Shared:
        """Look up what is named, and keep it for others that name it."""
        around, self._left = self._left, depth - 1
        record = {_name_of(kind): key} | self._looked_up(kind, key, depth)
        found = _Shared(depth - self._left, record)
        while len(self._shared) >= _MOST_SHARED:
            self._shared.popitem(last=False)
        self._shared[(kind, key) if self._left >= 0 else (kind, key, depth)] = found
        self._left = around
        return found

    def _looked_up(self, kind: str, key: str, depth: int) -> Record:
        found = self._lookup(kind, key)
        if found is None:
            return {"$unknown": f"nothing is known here of the {kind.replace('_', ' ')} {key}"}
        return self.fields(kind, found, _further(kind, depth))


def _name_of(kind: str) -> str:
    return REFERENCE_FIELD.get(kind, "key")


@lru_cache(maxsize=_MOST_SHAPES)
def _said(name: str, said: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Field, ...]]:
    """Of what is said the fields of a table, in its order, by name, and those of them that are opened."""
    fields = [field for field in fields_of(name).values() if field.name in said and not field.derived]
    return tuple(field.name for field in fields), tuple(field for field in fields if field.type in _OPENED)


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
