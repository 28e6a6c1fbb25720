"""Predicates that come to the same for every record that says anything: nobody means to write them."""

from itertools import combinations
from typing import Final

from policies.language.nodes import All, AnyOf, AtLeast, Constant, Measured, Node, Not, Test
from policies.language.operators import OPERATORS
from policies.language.values import Values

_OPPOSITE: Final = {
    frozenset(pair)
    for pair in (
        ("eq", "ne"),
        ("in", "not_in"),
        ("gt", "lte"),
        ("gte", "lt"),
        ("intersects", "disjoint"),
    )
}
_LOW: Final = {"gt": False, "gte": True, "after": False}
_HIGH: Final = {"lt": False, "lte": True, "before": False}


def constant(node: Node) -> str:
    """Why a predicate says the same of every record that says anything; blank where it doesn't."""
    match node:
        case AtLeast(number, inside) if number > len(inside):
            return f"At least {number} of {len(inside)} never holds"
        case Measured(gte=Constant(low), lte=Constant(high)) if low > high:
            return f"No number is at least {low} and at most {high}"
        case Measured(of=None, gte=Constant(low), lte=None) if low <= 0:
            return "Every count is at least 0"
        case All():
            return contradiction(conjuncts(node))
        case AnyOf(inside) if any(_opposite(*pair) for pair in combinations(inside, 2)):
            return "One of two opposites always holds"
    return ""


def contradiction(parts: tuple[Node, ...]) -> str:
    """Why predicates can't hold together; blank where they can, as far as two of them tell."""
    for one, other in combinations(parts, 2):
        if _opposite(one, other):
            return "A thing and its opposite are asked for together"
        for test, beside in ((one, other), (other, one)):
            if isinstance(test, Test) and isinstance(beside, Test) and _clash(test, beside):
                return f"{test.path.text} can't be two things at once"
    return ""


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The predicates that all have to hold for ``node`` to hold."""
    if isinstance(node, All):
        return tuple(part for child in node.children for part in conjuncts(child))
    return (node,)


def _opposite(one: Node, other: Node) -> bool:
    if one == Not(other) or other == Not(one):
        return True
    if not isinstance(one, Test) or not isinstance(other, Test) or one.path != other.path:
        return False
    flags = OPERATORS[one.operator].operand == "flag" and one.operator == other.operator
    if flags:
        return one.operand != other.operand
    return frozenset((one.operator, other.operator)) in _OPPOSITE and one.operand == other.operand


def _clash(one: Test, other: Test) -> bool:
    return one.path == other.path and (_excludes(one, other) or _apart(one, other))


def _excludes(one: Test, other: Test) -> bool:
    """Whether each value that ``one`` allows, as it names them, is one that ``other`` refuses."""
    if other.operator == "exists":
        return other.operand == Constant(False, "no") and one.operator != "exists"
    operator = OPERATORS[other.operator]
    if not isinstance(other.operand, Constant) or operator.reads != "value":
        return False
    match one:
        case Test(operator="eq", operand=Constant(value)):
            allowed = {value}
        case Test(operator="in", operand=Constant(Values(known))):
            allowed = set(known)
        case _:
            return False
    operand = other.operand.value
    if operator.operand == "terms" and not isinstance(operand, Values):
        operand = Values(frozenset({operand}))
    return all(operator.answer(value, operand, other.path.slot.vocabulary) is False for value in allowed)


def _apart(low: Test, high: Test) -> bool:
    """Whether a lower bound lies above an upper one."""
    if low.operator not in _LOW or high.operator not in _HIGH:
        return False
    match low.operand, high.operand:
        case Constant(least), Constant(most):
            touch = _LOW[low.operator] and _HIGH[high.operator]
            return bool(least > most or (least == most and not touch))
    return False
