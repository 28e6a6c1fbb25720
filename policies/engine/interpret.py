"""The reference interpreter: what a predicate comes to for one record. Small and obvious on purpose.

Faster back ends may be built beside it; they are right where they agree with this one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, assert_never

from policies.engine.scope import Scope
from policies.language import comparing
from policies.language.durations import Duration, shift
from policies.language.kleene import Truth, all_of, any_of, at_least, implies, negate
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Constant,
    FieldValue,
    FromToday,
    LegalDay,
    Measured,
    Node,
    Not,
    Operand,
    Path,
    Quantified,
    Test,
    Total,
    Union,
)
from policies.language.operators import OPERATORS, Operator
from policies.language.values import MISSING, Interval, Values, WrongTypeError, bounds, length
from policies.law.calendar import begins_on


def evaluate(node: Node, scope: Scope) -> Truth:
    """True, False, or None where not enough was said. Raises WrongTypeError."""
    return _EVALUATE[type(node)](node, scope)


def subject_of(node: Test, scope: Scope) -> Any:
    """What a test compares: the value, whether it is there, or its length; MISSING where it is not said."""
    reads = OPERATORS[node.operator].reads
    if reads == "value":
        return scope.read(node.path)
    if reads == "presence":
        return scope.presence(node.path)
    value = scope.raw(node.path)
    return value if value is MISSING else length(value)


def measure(node: Measured | Total, scope: Scope) -> Interval | None:
    """The count or the sum, between bounds; None where the list is not said."""
    if node.path.slot.category == "set":
        members = scope.read(node.path)
        if members is MISSING:
            return None
        return Interval(len(members.known), len(members.known) if members.complete else float("inf"))
    scopes = scope.items(node.path)
    if scopes is None:
        return None
    return _count(scopes, node.where) if node.of is None else _sum(scopes, node.where, node.of)


def selected(where: Node | None, scope: Scope) -> Truth:
    """Whether an item counts."""
    return True if where is None else evaluate(where, scope)


def holds(node: Quantified, scope: Scope) -> Truth:
    """Whether one item is as the quantifier says: for *every* where → satisfies, else where and satisfies."""
    where = selected(node.where, scope)
    if where is False:
        return node.kind == "every"
    satisfied = selected(node.satisfies, scope)
    return implies(where, satisfied) if node.kind == "every" else all_of((where, satisfied))


def value_of(operand: Operand, scope: Scope) -> Any:
    """The operand's value, or MISSING. Raises WrongTypeError."""
    match operand:
        case Constant(value):
            return value
        case FieldValue(path):
            return scope.read(path)
        case Union():
            return _union(operand, scope)
        case Total():
            found = measure(operand, scope)
            return MISSING if found is None else found
        case FromToday():
            return _from_today(operand, scope)
        case LegalDay(milestone):
            return begins_on(milestone, scope.today) or MISSING
        case _:
            assert_never(operand)


def operand_for(operator: Operator, operand: Operand, scope: Scope) -> Any:
    """The value as ``operator`` takes it: one word stands for the set of it where terms are asked for."""
    value = value_of(operand, scope)
    if operator.operand == "terms" and value is not MISSING and not isinstance(value, Values):
        return Values(frozenset({value}))
    return value


def _test(node: Test, scope: Scope) -> Truth:
    operator = OPERATORS[node.operator]
    subject = subject_of(node, scope)
    operand = operand_for(operator, node.operand, scope)
    if subject is MISSING or operand is MISSING:
        return None
    return operator.answer(subject, operand, node.path.slot.vocabulary)


def _all(node: All, scope: Scope) -> Truth:
    return all_of([evaluate(child, scope) for child in node.children])


def _any(node: AnyOf, scope: Scope) -> Truth:
    return any_of([evaluate(child, scope) for child in node.children])


def _not(node: Not, scope: Scope) -> Truth:
    return negate(evaluate(node.child, scope))


def _at_least(node: AtLeast, scope: Scope) -> Truth:
    return at_least(node.number, [evaluate(child, scope) for child in node.children])


def _quantified(node: Quantified, scope: Scope) -> Truth:
    scopes = scope.items(node.path)
    if scopes is None:
        return None
    truths = [holds(node, item) for item in scopes]
    if node.kind == "every":
        return all_of(truths)
    return any_of(truths) if node.kind == "some" else negate(any_of(truths))


def _measured(node: Measured, scope: Scope) -> Truth:
    found = measure(node, scope)
    if found is None:
        return None
    return all_of(
        None if (bound := value_of(operand, scope)) is MISSING else compare(found, bound, "")
        for operand, compare in ((node.gte, comparing.not_below), (node.lte, comparing.not_above))
        if operand is not None
    )


def _count(scopes: list[Scope], where: Node | None) -> Interval:
    truths = [selected(where, scope) for scope in scopes]
    certain = truths.count(True)
    return Interval(certain, certain + truths.count(None))


def _sum(scopes: list[Scope], where: Node | None, of: Path) -> Interval:
    """A number that is not said could be any, so one of them leaves the sum without bounds."""
    low: Any = 0
    high: Any = 0
    for scope in scopes:
        counts = selected(where, scope)
        if counts is False:
            continue
        value = scope.read(of)
        if value is MISSING:
            return Interval(float("-inf"), float("inf"))
        least, most = bounds(value)
        low += least if counts else min(0, least)
        high += most if counts else max(0, most)
    return Interval(low, high)


def _union(operand: Union, scope: Scope) -> Values:
    known: set[Any] = set()
    complete = True
    for _, item in scope.reached(operand.path):
        counts = None if item is None else selected(operand.where, item)
        if counts is False:
            continue
        value = MISSING if item is None or counts is None else item.read(operand.of)
        if value is MISSING:
            complete = False
        elif isinstance(value, Values):
            known |= value.known
            complete = complete and value.complete
        else:
            known.add(value)
    return Values(frozenset(known), complete)


def _from_today(operand: FromToday, scope: Scope) -> Any:
    if operand.field is None:
        return shift(scope.today, operand.duration or Duration(0, 0), operand.sign)
    number = scope.read(operand.field)
    return MISSING if number is MISSING else days_from(scope.today, number, operand.unit, operand.sign)


def days_from(today: date, number: Any, unit: str, sign: int) -> date:
    """``today`` moved by a number of ``days`` or ``months`` that a field says. Raises WrongTypeError."""
    if isinstance(number, Interval) or number != int(number) or not 0 <= number <= 999_999:
        raise WrongTypeError("a whole number of days or months was expected")
    whole = int(number)
    return shift(today, Duration(0, whole) if unit == "days" else Duration(whole, 0), sign)


_EVALUATE: Final[dict[type, Callable[[Any, Scope], Truth]]] = {
    Test: _test,
    All: _all,
    AnyOf: _any,
    Not: _not,
    AtLeast: _at_least,
    Quantified: _quantified,
    Measured: _measured,
}
