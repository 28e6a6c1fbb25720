"""Statements that name the places deciding a predicate, as ``policies.engine.sites`` finds them.

They stand where the predicate's truth is known, and hand each place to ``add``. In a function about the items
of a list ``w`` is the pointer of the item at hand, and ``a`` those of it and of the items around it.
"""

from collections.abc import Iterable

from policies.compiled.functions import Body, Function, indented
from policies.compiled.operands import added_up, expression_of
from policies.compiled.predicates import form_of, rails, selecting
from policies.compiled.rails import Rails, both, either, negated
from policies.engine.compact import is_hidden
from policies.engine.sites import Asked, parts_told
from policies.language.kleene import Truth, negate
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Constant,
    FieldValue,
    FromToday,
    Measured,
    Node,
    Not,
    Path,
    Quantified,
    Test,
    Total,
    Union,
)
from policies.language.operators import OPERATORS


def places(node: Node, truth: Truth, wanted: bool, function: Function) -> Body:
    """The statements for a predicate that came to ``truth``. Raises NotCompiled."""
    match node:
        case Test():
            return _test(node, truth, wanted, function)
        case All(inside) | AnyOf(inside):
            return _several(inside, {truth}, wanted, function)
        case AtLeast(_, inside):
            return _several(inside, {None, False} if truth is False else {truth}, wanted, function)
        case Not(child):
            return places(child, negate(truth), not wanted, function)
        case Quantified():
            return _quantified(node, truth, wanted, function)
        case Measured():
            return _measured(node, truth, wanted, function)


def came_to(truth: Truth, asked: Rails) -> str:
    """Whether it came to ``truth``."""
    if truth is None:
        return negated(either((asked.true, asked.false)))
    return asked.true if truth else asked.false


def chosen(branches: Iterable[tuple[str, Body]]) -> Body:
    """Statements each under its own condition."""
    lines: Body = []
    for condition, body in branches:
        if body and condition == "True":
            lines += body
        elif body and condition != "False":
            lines += [f"if {condition}:", *indented(body)]
    return lines


def _several(inside: tuple[Node, ...], only: set[Truth], wanted: bool, function: Function) -> Body:
    return chosen(
        (came_to(truth, rails(child, function)), places(child, truth, wanted, function))
        for child in inside
        for truth in (False, None, True)
        if truth in only
    )


def _add(asked: Asked, path: Path, function: Function, actual: str = "") -> Body:
    build = function.build
    within, pointer = function.around(), function.pointer(path)
    if not actual:
        actual = function.raw(path)
        if is_hidden(path.slot):
            actual = f"quoted({actual}, {build.constant(path.slot)})"
    return [f"{function.given('add')}(new(Place, ({build.named(asked)}, {within}, {pointer}, {actual})))"]


def _by_reference(node: Test | Measured, wanted: bool, function: Function) -> Body:
    """What is rare and long to write is asked of the reference, about this place of the record alone."""
    add, record, facts = map(function.given, ("add", "record", "facts"))
    asked = function.build.named(Asked(node, wanted))
    return [f"for one in places_of({asked}, {function.around()}, {record}, {facts}): {add}(one)"]


def _test(node: Test, truth: Truth, wanted: bool, function: Function) -> Body:
    operator = OPERATORS[node.operator]
    asked = _add(Asked(node, wanted, settled=truth is not None), node.path, function)
    operand = function.build.known(node.operand)
    if truth is not None or operator.reads == "presence" or isinstance(operand, Constant):
        return asked
    form = form_of(node)
    there = f"{function.value(node.path, form)} is not None"
    match operand:
        case Union():
            return _by_reference(node, wanted, function)
        case Total(path):
            unknown = f"{function.items(path)[0]} is None"
        case FieldValue(path) | FromToday(field=Path() as path):
            many = operator.operand == "terms"
            value = expression_of(operand, function, form, selecting, many=many)
            is_set = path.slot.category == "set"
            unknown = f"({value} is None or not {value}.complete)" if is_set else f"{value} is None"
        case _:
            return chosen([(negated(there), asked)])
    answered = _add(Asked(path), path, function)
    return chosen([(negated(there), asked), (unknown, answered), (both((negated(unknown), there)), asked)])


def _quantified(node: Quantified, truth: Truth, wanted: bool, function: Function) -> Body:
    listed, _ = function.items(node.path)
    if truth is None or truth is (node.kind == "some"):
        decisive: Truth = None if truth is None else node.kind != "every"
        body = _items(node, decisive, wanted if node.kind != "none" else not wanted, function)
        if truth is not None:
            return body
        missing = _add(Asked(node.path), node.path, function)
        return [f"if {listed} is None:", *indented(missing), "else:", *indented(body or ["pass"])]
    whole = _add(Asked(node, wanted), node.path, function)
    return whole + (_items(node, False, wanted, function) if node.kind == "some" else [])


def _items(node: Quantified, decisive: Truth, wanted: bool, function: Function) -> Body:
    """The places in the entries that decide it."""
    listed, frame = function.items(node.path)
    inner = function.inside(frame)
    where, then = selecting(node.where, inner), selecting(node.satisfies, inner)
    parts = parts_told(node, decisive)
    # Then that the entry came to it says that each part did.
    all_did = decisive is True or len(parts) == 1
    told = chosen(
        ("True" if all_did else came_to(decisive, rails(part, inner)), places(part, decisive, wanted, inner))
        for part in parts
    )
    if not told:
        return []
    start = inner.given(function.pointer(node.path), function)
    around = "w," if function.is_top else f"*{inner.given('a', function)}, w"
    body = [f'w = f"{{{start}}}/{{i}}"', f"a = ({around})", *told]
    held = chosen([(came_to(decisive, held_of(node, where, then)), body)])
    return [inner.call(listed, ["for i, t in enumerate(items):", *indented(held)])] if held else []


def held_of(node: Quantified, where: Rails, then: Rails) -> Rails:
    """Whether one item is as the quantifier says."""
    if node.kind == "every":
        return Rails(either((where.false, then.true)), both((where.true, then.false)))
    return Rails(both((where.true, then.true)), either((where.false, then.false)))


def _measured(node: Measured, truth: Truth, wanted: bool, function: Function) -> Body:
    if truth is None:
        return _by_reference(node, wanted, function)
    listed, inner, body = added_up(node, function, selecting)
    found = inner.call(listed, [*body, "return range_json(Interval(low, high))"])
    return _add(Asked(node), node.path, function, found)
