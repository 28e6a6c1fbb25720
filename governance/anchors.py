"""Where in a manifest something is said to belong, so that it is found again in a later revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from policies.record.differences import row_name
from policies.record.fields import Field
from policies.record.pointers import trail_of

Document = Mapping[str, Any]
_NO_FIELD: Final = "There is no such field of this entry. Leave it empty to comment on the whole."


class NoSuchField(ValueError):
    """Nothing can be said there."""


@dataclass(frozen=True)
class Anchor:
    """A pointer, and into which row of a list: what the row is called, and which of several so called."""

    pointer: str
    row: str = ""

    def place_in(self, kind: str, document: Document) -> str | None:
        """The pointer to the same thing in another revision; None where its row is gone."""
        trail = trail_of(kind, self.pointer)
        if not self.row or trail[0].row is None:
            return self.pointer
        names = _row_names(trail[0].field, document.get(trail[0].field.name))
        if self.row not in names:
            return None
        start = trail[0].pointer.rpartition("/")[0]
        return f"{start}/{names.index(self.row)}{self.pointer.removeprefix(trail[0].pointer)}"


def anchor_at(kind: str, document: Document, pointer: str) -> Anchor:
    """Raise ``NoSuchField`` for what isn't a field of the entry's own, or a row that isn't there."""
    if not pointer:
        return Anchor("")
    trail = trail_of(kind, pointer)
    # Into a linked entry nobody comments from outside, and what was worked out is nobody's answer.
    own = trail and all(stop.field.type == "parts" for stop in trail[:-1])
    if not own or trail[-1].pointer != pointer or trail[-1].field.derived or pointer.startswith("/org"):
        raise NoSuchField(_NO_FIELD)
    first = trail[0]
    if trail[-1].row is not None and (len(trail) > 1 or first.field.type != "parts"):
        raise NoSuchField(_NO_FIELD)
    if first.row is None:
        return Anchor(pointer)
    names = _row_names(first.field, document.get(first.field.name))
    if first.row >= len(names):
        raise NoSuchField(_NO_FIELD)
    return Anchor(pointer, names[first.row])


def value_at(document: Document, pointer: str | None) -> Any:
    """What stands at a place; None where nothing does, and for the whole: that is another each time."""
    value: Any = document if pointer else None
    for step in pointer.split("/")[1:] if pointer else ():
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _row_names(field: Field, rows: Any) -> list[str]:
    """Each row by its name, numbered from the second of a name on."""
    found: list[str] = []
    names = [row_name(field.of, row) for row in rows] if isinstance(rows, list) else []
    for index, name in enumerate(names):
        nth = names[:index].count(name) + 1
        found.append(f"{name or '-'} ({nth})" if nth > 1 else name or "-")
    return found
