"""What an open predicate waits for: every place that is missing and takes part in it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from policies.engine.interpret import evaluate, holds, selected
from policies.engine.scope import Scope
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    FieldValue,
    FromToday,
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
from policies.language.values import MISSING, said


def waiting(node: Node, scope: Scope) -> Iterator[str]:
    """JSON pointers of the missing places on which ``node`` waits; none where it is decided.

    While all of them stay as they are, so does the answer. Raises WrongTypeError.
    """
    if evaluate(node, scope) is None:
        yield from _WAIT[type(node)](node, scope)


def _test(node: Test, scope: Scope) -> Iterator[str]:
    yield from missing_at(node.path, scope)
    yield from _operand(node.operand, scope)


def missing_at(path: Path, scope: Scope) -> Iterator[str]:
    """The place itself where nothing, or not all, is said there. Of a fact, others may say little."""
    value = scope.raw(path)
    if value is MISSING or (isinstance(value, list) and any(said(one) is MISSING for one in value)):
        yield scope.pointer_to(path)


def _operand(operand: Operand, scope: Scope) -> Iterator[str]:
    match operand:
        case FieldValue(path) | FromToday(field=Path() as path):
            yield from missing_at(path, scope)
        case Union():
            for pointer, item in scope.reached(operand.path):
                if item is None:
                    yield pointer
                else:
                    yield from _counted(operand, item)
        case Total():
            yield from _items(operand, scope)


def _counted(node: Measured | Total | Union, item: Scope) -> Iterator[str]:
    counts = selected(node.where, item)
    if node.where is not None:
        yield from waiting(node.where, item)
    if counts is not False and node.of is not None:
        yield from missing_at(node.of, item)


def _items(node: Measured | Total, scope: Scope) -> Iterator[str]:
    yield from missing_at(node.path, scope)
    if node.path.slot.category == "items":
        for item in scope.items(node.path) or ():
            yield from _counted(node, item)


def _several(node: All | AnyOf | AtLeast, scope: Scope) -> Iterator[str]:
    for child in node.children:
        yield from waiting(child, scope)


def _not(node: Not, scope: Scope) -> Iterator[str]:
    return waiting(node.child, scope)


def _quantified(node: Quantified, scope: Scope) -> Iterator[str]:
    items = scope.items(node.path)
    if items is None:
        yield scope.pointer_to(node.path)
    for item in items or ():
        if holds(node, item) is None:
            for part in (node.where, node.satisfies):
                if part is not None:
                    yield from waiting(part, item)


def _measured(node: Measured, scope: Scope) -> Iterator[str]:
    yield from _items(node, scope)
    for bound in (node.gte, node.lte):
        if bound is not None:
            yield from _operand(bound, scope)


_WAIT: Final[dict[type, Callable[[Any, Scope], Iterator[str]]]] = {
    Test: _test,
    All: _several,
    AnyOf: _several,
    AtLeast: _several,
    Not: _not,
    Quantified: _quantified,
    Measured: _measured,
}
