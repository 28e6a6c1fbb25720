"""Records cut down to some fields, so that the rest of them can be forgotten."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

# Names of fields with what is read below each. Of a list, where it counts how long it is, what is read of its
# items; None where all of it is read.
Fields = Mapping[str, "Fields | list[Fields] | None"]
Below = Fields | list[Fields] | None
_UNKNOWN: Final = "$unknown"


def cut(value: Any, below: Below) -> Any:
    """As much of ``value`` as is read. What is no list and no mapping where one is promised stays whole."""
    if below is None:
        return value
    if value.__class__ is list:
        fields = below[0] if isinstance(below, list) else below
        return [cut(one, fields) for one in value]
    # With the reason why it is not known anything beside it counts: whether there is something.
    if isinstance(below, list) or not isinstance(value, dict) or _UNKNOWN in value:
        return value
    return {
        name: value[name] if inside is None else cut(value[name], inside)
        for name, inside in below.items()
        if name in value
    }


class FieldRead:
    """A field that is read, with those below it; as a ``whole``, or as a list of which the length counts."""

    def __init__(self) -> None:
        self.whole = self.counted = False
        self._fields: dict[str, FieldRead] = {}

    def at(self, steps: Iterable[str]) -> "FieldRead":
        node = self
        for step in steps:
            node = node._fields.setdefault(step, FieldRead())
        return node

    @property
    def fields(self) -> Fields:
        return {name: node._below for name, node in sorted(self._fields.items())}

    @property
    def _below(self) -> Below:
        if self.whole:
            return None
        return [self.fields] if self.counted else self.fields


def fields_at(ways: Iterable[tuple[str, ...]]) -> Fields:
    """The fields at the end of these ways, as wholes."""
    read = FieldRead()
    for steps in ways:
        read.at(steps).whole = True
    return read.fields
