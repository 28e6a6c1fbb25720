"""A predicate over all rows of a frame: of which it certainly holds, and of which it certainly doesn't.

Kleene's logic on two sets, as in ``policies.compiled``: what is in neither is unknown. Comparisons are the
operators' own answers, asked once for each different value.
"""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from math import ceil, floor
from operator import and_, or_
from typing import Any

from policies.columns.bits import at_least
from policies.columns.frame import Frame, Truths
from policies.engine.interpret import evaluate, operand_for, subject_of, value_of
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Constant,
    FromToday,
    LegalDay,
    Measured,
    Node,
    Not,
    Operand,
    Quantified,
    Test,
    operands,
    walk,
)
from policies.language.operators import OPERATORS, Operator
from policies.language.rules import Rule
from policies.language.values import MISSING
from policies.limits import LIMITS


class NotColumned(Exception):
    """A predicate that columns can't tell of: its rule is asked record by record."""


def truths(node: Node, frame: Frame, today: date) -> Truths:
    """The rows of which ``node`` is true, and of which it is false. Raises NotColumned."""
    if node not in frame.known:
        frame.known[node] = _truths(node, frame, today)
    return frame.known[node]


def _truths(node: Node, frame: Frame, today: date) -> Truths:
    match node:
        case Test():
            return _test(node, frame, today)
        case All(inside):
            return all_rows([truths(one, frame, today) for one in inside], frame)
        case AnyOf(inside):
            yes, no = all_rows([truths(one, frame, today)[::-1] for one in inside], frame)
            return no, yes
        case Not(child):
            return truths(child, frame, today)[::-1]
        case AtLeast(number, inside):
            found = [truths(one, frame, today) for one in inside]
            return _counted(number, found, frame)
        case Quantified():
            return _quantified(node, frame, today)
        case Measured():
            return _measured(node, frame, today)


def all_rows(parts: Iterable[Truths], frame: Frame) -> Truths:
    listed = list(parts)
    yes = reduce(and_, (one[0] for one in listed), frame.every)
    return yes, reduce(or_, (one[1] for one in listed), 0)


def _counted(number: int, parts: list[Truths], frame: Frame) -> Truths:
    """Whether so many of ``parts`` hold."""
    certain = at_least(number, [one[0] for one in parts], frame.every)
    possible = at_least(number, [frame.every & ~one[1] for one in parts], frame.every)
    return certain, frame.every & ~possible


def _test(node: Test, frame: Frame, today: date) -> Truths:
    operator, slot = OPERATORS[node.operator], node.path.slot
    if operator.reads == "value" and slot.category in ("items", "mapping", "other"):
        raise NotColumned
    if not _is_fixed(node.operand):
        both = frame.column_by(
            lambda scope: (subject_of(node, scope), operand_for(operator, node.operand, scope))
        )
        return frame.truths(both, lambda said: _answer(operator, said[0], said[1], slot.vocabulary))
    operand = operand_for(operator, node.operand, _on(today))
    column = frame.column(node.path, operator.reads)
    return frame.truths(column, lambda said: _answer(operator, said, operand, slot.vocabulary))


def _answer(operator: Operator, subject: Any, operand: Any, vocabulary: str) -> Truth:
    said = subject is not MISSING and operand is not MISSING
    return operator.answer(subject, operand, vocabulary) if said else None


def _is_fixed(operand: Operand) -> bool:
    """Whether it is the same for every record."""
    return isinstance(operand, Constant | LegalDay) or (
        isinstance(operand, FromToday) and operand.field is None
    )


def _on(today: date) -> Scope:
    return Scope({}, {}, today, Budget(LIMITS.steps_a_rule))


def times_counted(rule: Rule) -> int:
    """How many parts of a rule look at entries of lists by themselves, outside of any frame."""
    nodes = [
        inner for node in (rule.when, *(one.that for one in rule.require)) if node for inner in walk(node)
    ]
    return sum(
        isinstance(node, Measured) or any(not _is_fixed(one) for one in operands(node)) for node in nodes
    )


def _selected(where: Node | None, frame: Frame, today: date) -> Truths:
    return (frame.every, 0) if where is None else truths(where, frame, today)


def _quantified(node: Quantified, frame: Frame, today: date) -> Truths:
    listed, frames = frame.items(node.path)
    some = possible = 0
    for inner in frames:
        where, then = (_selected(one, inner, today) for one in (node.where, node.satisfies))
        if node.kind == "every":  # Looked for is an item that breaks it.
            then = then[::-1]
        some |= inner.present & where[0] & then[0]
        possible |= inner.present & ~(where[1] | then[1])
    found = listed & some, listed & ~possible
    return found if node.kind == "some" else found[::-1]


def _measured(node: Measured, frame: Frame, today: date) -> Truths:
    bounds = [one for one in (node.gte, node.lte) if one is not None]
    if node.of is not None or node.path.slot.category == "set" or not all(map(_is_fixed, bounds)):
        return frame.truths(frame.column_by(lambda scope: evaluate(node, scope)), lambda truth: truth)
    listed, frames = frame.items(node.path)
    parts = [
        (inner.present & yes, no | (frame.every & ~inner.present))
        for inner in frames
        for yes, no in [_selected(node.where, inner, today)]
    ]
    asked = []
    if node.gte is not None:
        asked.append(_counted(ceil(value_of(node.gte, _on(today))), parts, frame))
    if node.lte is not None:
        asked.append(_counted(floor(value_of(node.lte, _on(today))) + 1, parts, frame)[::-1])
    yes, no = all_rows(asked, frame)
    return listed & yes, listed & no
