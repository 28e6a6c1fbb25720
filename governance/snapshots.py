"""Reading a frozen snapshot: the record with everything it links to, taken apart again for a page."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.record import KINDS, Field, fields_of
from policies.record.fields import REFERENCE_FIELD

Record = Mapping[str, Any]


def manifest_of(name: str, record: Record) -> dict[str, Any]:
    """``record`` with what it links to given by key again. Facts that were worked out stay."""
    said: dict[str, Any] = {word: record[word] for word in ("kind", "key") if word in record}
    for one in fields_of(name).values():
        keys = said_of(one, record.get(one.name))
        if keys is not None:
            said[one.name] = keys
    return said


def said_of(field: Field, value: Any) -> Any:
    """The value of one field of a record as its manifest has it."""
    if value is None or _is_unknown(value):
        return value
    if field.type == "ref":
        return _key(field.of, value)
    if field.type == "refs":
        return [_key(field.of, item) for item in value]
    if field.type == "parts":
        return [manifest_of(field.of, item) for item in value]
    return value


def linked_records(name: str, record: Record) -> dict[tuple[str, str], Record]:
    """Every entry inside ``record``, however deep, by kind and key."""
    found: dict[tuple[str, str], Record] = {}
    for kind, inner in _inside(name, record):
        if kind in KINDS and "$unknown" not in inner and len(inner) > 1:
            found.setdefault((kind, str(inner.get("key"))), inner)
        found = linked_records(kind, inner) | found if kind in KINDS else found
    return found


def _inside(name: str, record: Record) -> Iterator[tuple[str, Record]]:
    for one in fields_of(name).values():
        value = record.get(one.name)
        if one.type == "ref" and isinstance(value, Mapping):
            yield one.of, value
        elif one.type in {"refs", "parts"} and isinstance(value, list):
            for item in value:
                if one.type == "parts":
                    yield from _inside(one.of, item)
                elif isinstance(item, Mapping):
                    yield one.of, item


def _key(kind: str, value: Any) -> Any:
    """A person's e-mail, a purpose's code, anything else's key."""
    return value.get(REFERENCE_FIELD.get(kind, "key"), "") if isinstance(value, Mapping) else value


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"$unknown"}
