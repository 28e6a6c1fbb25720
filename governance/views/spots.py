"""Where the pointers of findings lead: to which question of the form, and into which entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.views.names import Names
from policies.record import KINDS, Field, fields_of
from policies.record.pointers import trail_of


@dataclass(frozen=True)
class Spot:
    """Where a pointer leads: the question on the form, and the entry it reaches into, if any.

    ``beyond`` is the question on the form of the first entry that it reaches into, or "".
    """

    anchor: str
    inside: tuple[tuple[str, str], ...] = ()
    field: Field | None = None
    beyond: str = ""

    def is_visible(self, names: Names) -> bool:
        """Beyond the first entry the manifest doesn't say where it leads: only who sees all may look.

        Where nothing is named, nothing is out of sight.
        """
        if not self.inside or names.sees_all:
            return True
        kind, key = self.inside[0]
        return len(self.inside) == 1 and (not key or names.may_see(kind, key))


def spot_of(kind: str, document: Mapping[str, Any], pointer: str) -> Spot:
    """Follow ``pointer`` through the manifest, and on into what it names as far as the manifest knows."""
    steps, table, said = pointer.split("/")[1:], fields_of(kind), document
    trails: list[list[str]] = [[]]
    inside: list[tuple[str, str]] = []
    found: Field | None = None
    while steps:
        found = table.get(steps.pop(0))
        if found is None:
            break
        value = said.get(found.name) if isinstance(said, Mapping) else None
        trails[-1].append(found.name)
        if found.many and steps and steps[0].isdigit():
            index = steps.pop(0)
            value = _at(value, int(index))
            if found.type == "parts":
                trails[-1].append(index)
        if found.type in {"ref", "refs"} and steps:
            inside.append((found.of, value if isinstance(value, str) else ""))
            trails.append([])
            value = None
        if found.of and found.type in {"ref", "refs", "parts"}:
            table, said = fields_of(found.of), value or {}
    own, beyond, *_ = ["-".join(trail) for trail in trails] + [""]
    return Spot(own, tuple(inside), found, beyond)


def question_at(spot: Spot, names: Names, form_url: str | None) -> str:
    """Where the question is asked, on this form or that of the entry it lies in; "" for who may not edit."""
    if not spot.inside or not spot.inside[0][1] or spot.inside[0][0] not in KINDS:
        return f"{form_url}#f-{spot.anchor}" if form_url is not None and spot.anchor else ""
    edit_url = names.of(*spot.inside[0]).edit_url
    return f"{edit_url}#f-{spot.beyond}" if edit_url and len(spot.inside) == 1 else ""


def row_of(document: Mapping[str, Any], pointer: str, names: Names) -> str:
    """Which row of which list a pointer leads into, such as "row 2 of “Data it uses”: Members"; or ""."""
    stop = next((one for one in trail_of(document["kind"], pointer) if one.row is not None), None)
    if stop is None or stop.row is None or stop.field.type != "parts":
        return ""
    place = f"row {stop.row + 1} of “{stop.field.label}”"
    row = _at(document.get(stop.field.name), stop.row)
    heading = next((one for one in fields_of(stop.field.of).values() if one.heading), None)
    key = row.get(heading.name) if heading and isinstance(row, Mapping) else None
    if heading is None or heading.type != "ref" or not isinstance(key, str):
        return place
    return f"{place}: {names.of(heading.of, key).text}"


def _at(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list) and index < len(value) else None
