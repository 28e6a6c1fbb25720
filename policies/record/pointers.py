"""Where a JSON pointer leads through a record: the fields on its way, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of

_TABLES = frozenset({*KINDS, *PARTS, *SUPPORTING})


@dataclass(frozen=True)
class Stop:
    """A field on the way, the pointer to its value, and of a list which of its entries, from 0."""

    field: Field
    pointer: str
    row: int | None = None


# Words for one record ask for the same few over and over, and every record of a kind for the same ones.
@lru_cache(maxsize=2_000)
def trail_of(kind: str, pointer: str) -> tuple[Stop, ...]:
    """The fields that a pointer into a record of ``kind`` goes through, as far as the tables know them."""
    steps = pointer.split("/")[1:]
    done = ""
    if steps[:1] == ["org"]:
        kind, done, steps = "organisation", "/org", steps[1:]
    table: Mapping[str, Field] = fields_of(_table_of(kind)) if _table_of(kind) in _TABLES else {}
    trail: list[Stop] = []
    while steps and steps[0] in table:
        field = table[steps[0]]
        done += f"/{steps.pop(0)}"
        row = None
        if steps and steps[0].isdigit():
            row = int(steps[0])
            done += f"/{steps.pop(0)}"
        trail.append(Stop(field, done, row))
        table = fields_of(field.of) if field.of in _TABLES else {}
    return tuple(trail)


def unnamed_person(kind: str, said: Mapping[str, Any], pointer: str) -> Stop | None:
    """Who somebody is, where something of that person is pointed at and nobody is named."""
    people = (stop for stop in trail_of(kind, pointer)[:-1] if stop.field.of == "person")
    stop = next(people, None)
    return stop if stop and stop.pointer.count("/") == 1 and stop.field.name not in said else None


def _table_of(kind: str) -> str:
    return "organisation" if kind == "portfolio" else kind
