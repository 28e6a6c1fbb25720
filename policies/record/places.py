"""Places in a record: which field a JSON pointer leads to, and what people call it there."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of

_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})


class Spot(NamedTuple):
    """A field where it stands: the table it is of, and its label after that of what it lies in."""

    table: str
    field: Field
    label: str


def spot_at(kind: str, pointer: str) -> Spot | None:
    """What ``pointer`` leads to in a record of ``kind``; None for what no table has, such as a key."""
    table = "organisation" if kind == "portfolio" else kind
    steps = pointer.split("/")[1:]
    if steps[:1] == ["org"]:
        table, steps = "organisation", steps[1:]
    found: Spot | None = None
    around = ""
    for step, after in zip(steps, (*steps[1:], ""), strict=True):
        if step.isdigit():
            continue
        field = _fields(table).get(step)
        if field is None:
            return None
        found = Spot(table, field, _after(around, field.label))
        number = f" {int(after) + 1}" if after.isdigit() else ""
        around, table = f"{found.label}{number}", field.of
    return found


def _fields(table: str) -> Mapping[str, Field]:
    return fields_of(table) if table in _TABLES else {}


def _after(around: str, label: str) -> str:
    if not around:
        return label
    plain = not label[1:2].isupper()
    return f"{around}: {label[0].lower() + label[1:] if plain else label}"
