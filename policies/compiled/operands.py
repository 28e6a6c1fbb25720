"""Operands that the record says, as expressions: another field, a day counted from one, unions and sums."""

from collections.abc import Callable
from typing import Any, Final

from policies.compiled.functions import Body, Function
from policies.compiled.rails import NotCompiled, Rails, negated
from policies.compiled.reading import Form
from policies.language.nodes import FieldValue, FromToday, Measured, Node, Operand, Path, Total, Union
from policies.language.operators import Operator
from policies.language.values import Values

Selecting = Callable[[Node | None, Function], Rails]
VALUED: Final = frozenset({"text", "flag", "number", "date", "term", "set"})


def takes(operator: Operator, value: Any) -> Any:
    """The value as ``operator`` takes it: one word stands for the set of it where terms are asked for."""
    if operator.operand == "terms" and not isinstance(value, Values):
        return Values(frozenset({value}))
    return value


def expression_of(
    operand: Operand, function: Function, form: Form, selecting: Selecting, *, many: bool = False
) -> str:
    """An expression for the operand's value, None where it is missing. Raises NotCompiled.

    ``form`` is that of what it is compared with; ``many``: a set is asked for, also where one word is meant.
    """
    ranked = form.startswith("rank")
    match operand:
        case FieldValue(path) if path.slot.category in VALUED and not ranked:
            if not many or path.slot.category == "set":
                return function.value(path, "value")
        case FromToday(sign, _, Path() as path, unit) if not path.slot.bounded:
            return function.value(path, f"{'ago' if sign < 0 else 'ahead'} {unit}")
        case Total():
            listed, inner, body = added_up(operand, function, selecting)
            return (
                f"(None if {listed} is None else {inner.call(listed, [*body, 'return Interval(low, high)'])})"
            )
        case Union():
            return _union(operand, function, form if ranked else "value", selecting)
    raise NotCompiled


def _union(operand: Union, function: Function, form: Form, selecting: Selecting) -> str:
    listed, frame = function.items(operand.path, "reached")
    inner = function.inside(frame)
    where, of = selecting(operand.where, inner), inner.value(operand.of, form)
    if operand.of.slot.bounded:
        raise NotCompiled
    put = f"known.add({of})"
    if operand.of.slot.category == "set":
        put = f"known, complete = known | {of}.known, complete and {of}.complete"
    body = [
        "known, complete = set(), True",
        "for t in items:",
        "    if t is None:",
        "        complete = False",
        "        continue",
        f"    if {where.false}: continue",
        f"    if {negated(where.true)} or {of} is None: complete = False",
        f"    else: {put}",
        "return Values(frozenset(known), complete)",
    ]
    return inner.call(listed, body)


def added_up(node: Measured | Total, function: Function, selecting: Selecting) -> tuple[str, Function, Body]:
    """Of a count or a sum: the list, a function about it, and statements that leave ``low`` and ``high``."""
    if node.path.slot.category == "set":
        listed = function.value(node.path, "value")
        return (
            listed,
            function.inside(),
            ["low = len(items.known)", "high = low if items.complete else INFINITE"],
        )
    listed, frame = function.items(node.path)
    inner = function.inside(frame)
    where = selecting(node.where, inner)
    body = ["low = high = 0", "for t in items:", f"    if {where.false}: continue"]
    if node.of is None:
        return listed, inner, [*body, "    high += 1", f"    if {where.true}: low += 1"]
    of = inner.value(node.of, "value")
    if node.of.slot.bounded:
        raise NotCompiled
    return listed, inner, body + _sum(of, where.true)


def _sum(of: str, counts: str) -> Body:
    """A number that is not said could be any, so one of them leaves the sum without bounds."""
    return [
        f"    if {of} is None:",
        "        low, high = -INFINITE, INFINITE",
        "        break",
        f"    if {counts}:",
        f"        low += {of}",
        f"        high += {of}",
        "    else:",
        f"        low += min(0, {of})",
        f"        high += max(0, {of})",
    ]
