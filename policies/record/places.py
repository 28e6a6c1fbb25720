"""Places in a record: which field a JSON pointer leads to, and what people call it there."""

from typing import NamedTuple

from policies.record.fields import Field
from policies.record.pointers import trail_of


class Spot(NamedTuple):
    """A field where it stands: the table it is of, and its label after that of what it lies in."""

    table: str
    field: Field
    label: str


def spot_at(kind: str, pointer: str) -> Spot | None:
    """What ``pointer`` leads to in a record of ``kind``; None for what no table has, such as a key."""
    trail = trail_of(kind, pointer)
    if not trail or trail[-1].pointer != pointer:
        return None
    table = "organisation" if pointer.startswith("/org/") or kind == "portfolio" else kind
    label = ""
    for number, stop in enumerate(trail):
        label = _after(label, stop.field.label)
        if number < len(trail) - 1:
            table = stop.field.of
            label += f" {stop.row + 1}" if stop.row is not None else ""
    return Spot(table, trail[-1].field, label)


def _after(around: str, label: str) -> str:
    if not around:
        return label
    plain = not label[1:2].isupper()
    return f"{around}: {label[0].lower() + label[1:] if plain else label}"
