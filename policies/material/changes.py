"""Which of the differences between what was approved and what is so now are material to the approval."""

from collections.abc import Mapping
from typing import Any, Final

from policies.material.loading import shipped_materiality
from policies.material.marks import Materiality
from policies.record.differences import Difference, Document, differences, row_name, without_moves
from policies.record.fields import KINDS, SUPPORTING, Field, vocabulary
from policies.record.pointers import trail_of

_WORDS: Final = frozenset({"str", "text"})


def material_differences(kind: str, old: Document, new: Document) -> tuple[Difference, ...]:
    """Each field that the two records (or manifests) say differently, and that the approval stood on.

    What is linked to counts as far as it is opened in them, but for other use cases, which have approvals of
    their own: of them it counts which are named. The order of rows is nothing that was approved.
    What follows from other fields counts by these; the organisation is no part of what was approved.
    """
    marks = shipped_materiality()
    found = without_moves(kind, differences(old, new))
    return tuple(one for one in found if _is_material(kind, one, marks))


def _is_material(kind: str, one: Difference, marks: Materiality) -> bool:
    if one.pointer.split("/")[1:2] == ["org"]:
        return False
    trail, table, is_linked = trail_of(kind, one.pointer), kind, False
    for number, stop in enumerate(trail):
        name, of_table = stop.field.name, marks.of(table)
        if stop.field.derived or name in of_table.cosmetic or (is_linked and name in of_table.own_only):
            return False
        if number == len(trail) - 1:
            is_renewed = name in of_table.renewed and stop.pointer == one.pointer
            return not (_says_the_same(stop.field, one) or (is_renewed and _renews(stop.field, one)))
        if stop.field.of == "use_case":
            return False
        table, is_linked = stop.field.of, is_linked or stop.field.of in KINDS
    return True


def _says_the_same(field: Field, one: Difference) -> bool:
    """Whether no more differs than white space, or how much is known of what both name or leave open."""
    old, new = one.old, one.new
    if one.pointer.endswith("/$unknown") or (_is_open(old) and _is_open(new)):
        return True
    if field.of in SUPPORTING and old is not None and new is not None:
        return row_name(field.of, old) == row_name(field.of, new)
    if field.type in _WORDS and isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    return False


def _renews(field: Field, one: Difference) -> bool:
    """Whether what was there goes the way of things: on, and not away."""
    if _is_open(one.new):
        return False
    if _is_open(one.old):
        return True
    if field.type == "date":
        return str(one.new) >= str(one.old)
    if field.type == "enum":
        steps = vocabulary(field.of)
        return steps.index(one.new) - steps.index(one.old) == 1
    return True


def _is_open(value: Any) -> bool:
    """Whether it was not said, with a reason or without."""
    return value is None or (isinstance(value, Mapping) and set(value) == {"$unknown"})
