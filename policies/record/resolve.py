"""From a manifest to a record: what it points at is put in place, derived facts are added.

The record is what rules read and what a submission freezes, so it must not depend on who resolves it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from policies.record.derive import derive
from policies.record.fields import REFERENCE_FIELD, Field, fields_of

Lookup = Callable[[str, str], Mapping[str, Any] | None]
Record = dict[str, Any]

# use case -> data source -> consent scope -> purposes is the longest path a rule follows.
DEPTH: Final = 4


def resolve(manifest: Mapping[str, Any], lookup: Lookup, *, org: Mapping[str, Any] | None = None) -> Record:
    """Return the record of ``manifest``.

    ``lookup(kind, key)`` gives the manifest (or the facts) of a thing, or None where nothing is known of it;
    such a reference stays as its key with the reason under ``$unknown``; everything else of it is missing.
    """
    kind = manifest["kind"]
    record = {"kind": kind, "key": manifest["key"]} | _resolve_fields(kind, manifest, lookup, DEPTH)
    if org is not None:
        record["org"] = dict(org)
    return record


def resolve_organisation(org: Mapping[str, Any]) -> Record:
    """Return the record of the organisation itself, which rules of the kind ``portfolio`` are about."""
    said = _resolve_fields("organisation", org, lambda kind, key: None, DEPTH)
    return {"kind": "portfolio", "key": "organisation"} | said | {"org": dict(org)}


def _resolve_fields(name: str, said: Mapping[str, Any], lookup: Lookup, depth: int) -> Record:
    record: Record = {}
    for field in fields_of(name).values():
        value = said.get(field.name)
        if value is not None and not field.derived:
            record[field.name] = _resolve_value(field, value, lookup, depth)
    return record | derive(name, record)


def _resolve_value(field: Field, value: Any, lookup: Lookup, depth: int) -> Any:
    if isinstance(value, Mapping) and "$unknown" in value and field.type != "ref":
        return dict(value)
    match field.type:
        case "ref":
            return _resolve_reference(field.of, value, lookup, depth)
        case "refs" if isinstance(value, list):
            return [_resolve_reference(field.of, item, lookup, depth) for item in value]
        case "parts" if isinstance(value, list):
            return [_resolve_part(field.of, item, lookup, depth) for item in value]
        case "set" if isinstance(value, list):
            return sorted(value, key=str)
        case _:
            return value


def _resolve_part(name: str, value: Mapping[str, Any], lookup: Lookup, depth: int) -> Record:
    """A manifest can't leave an item of a list unsaid; who completes it can, where others are possible."""
    return dict(value) if "$unknown" in value else _resolve_fields(name, value, lookup, depth)


def _resolve_reference(kind: str, value: Any, lookup: Lookup, depth: int) -> Any:
    name = REFERENCE_FIELD.get(kind, "key")
    if isinstance(value, Mapping):
        if "$unknown" in value:
            return dict(value)
        said, found = {name: value[name]} if name in value else {}, value
    else:
        said = {name: value}
        if depth == 0:
            return said
        looked_up = lookup(kind, value)
        if looked_up is None:
            return said | {"$unknown": f"nothing is known here of the {kind.replace('_', ' ')} {value}"}
        found = looked_up
    # A use case named by another is not opened: its own links would bring the whole portfolio along.
    return said | _resolve_fields(kind, found, lookup, 0 if kind == "use_case" else depth - 1)
