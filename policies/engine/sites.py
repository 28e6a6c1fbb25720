"""Which places in the record decide what a predicate came to, and no others; without a word about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from policies.engine.interpret import evaluate, holds, operand_for, selected, subject_of, value_of
from policies.engine.scope import Scope
from policies.language.kleene import Truth
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
from policies.language.operators import OPERATORS
from policies.language.values import MISSING, Values


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked at a place: a comparison, a count, a list as a whole, or of a path that it is answered.

    ``wanted`` is what one hopes for: false inside *not* and *none*. ``settled``: a comparison that was made.
    Of a union it is that what it reaches is answered.
    """

    what: Test | Quantified | Measured | Union | Path
    wanted: bool = True
    settled: bool = False

    @property
    def path(self) -> Path:
        return self.what if isinstance(self.what, Path) else self.what.path


class Site(NamedTuple):
    """One place: what is asked there, from where one looks, and its JSON pointer."""

    asked: Asked
    scope: Scope
    pointer: str


def sites(node: Node, scope: Scope, wanted: bool = True) -> Iterator[Site]:
    """The places that decide ``node``, in the order of the rule and of the record."""
    yield from _SITES[type(node)](node, scope, evaluate(node, scope), wanted)


def _at(path: Path, asked: Asked, scope: Scope) -> Site:
    return Site(asked, scope, scope.pointer_to(path))


def _answered(path: Path, scope: Scope) -> Site:
    return _at(path, Asked(path), scope)


def _test(node: Test, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    asked = Asked(node, wanted, settled=truth is not None)
    if truth is not None or subject_of(node, scope) is MISSING:
        yield _at(node.path, asked, scope)
        if truth is not None:
            return
    operand = operand_for(OPERATORS[node.operator], node.operand, scope)
    if operand is MISSING or (isinstance(operand, Values) and not operand.complete):
        yield from _unsaid(node.operand, scope)
    elif subject_of(node, scope) is not MISSING:
        yield _at(node.path, asked, scope)


def _unsaid(operand: Operand, scope: Scope) -> Iterator[Site]:
    """What would have to be said for an operand to be known."""
    match operand:
        case FieldValue(path) | FromToday(field=Path() as path) | Total(path=path):
            yield _answered(path, scope)
        case Union():
            yield from _unsaid_members(operand, scope)


def _unsaid_members(operand: Union, scope: Scope) -> Iterator[Site]:
    for pointer, item in scope.reached(operand.path):
        if item is None:
            yield Site(Asked(operand), scope, pointer)
        elif (counts := selected(operand.where, item)) is None and operand.where is not None:
            yield from sites(operand.where, item)
        elif counts and item.raw(operand.of) is MISSING:
            yield _answered(operand.of, item)


def _several(children: tuple[Node, ...], scope: Scope, only: set[Truth], wanted: bool) -> Iterator[Site]:
    for child in children:
        if evaluate(child, scope) in only:
            yield from sites(child, scope, wanted)


def _all(node: All, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    return _several(node.children, scope, {truth}, wanted)


def _at_least(node: AtLeast, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    return _several(node.children, scope, {None, False} if truth is False else {truth}, wanted)


def _not(node: Not, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    return sites(node.child, scope, not wanted)


def _quantified(node: Quantified, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    scopes = scope.items(node.path)
    if scopes is None:
        yield _answered(node.path, scope)
        return
    if truth is None or truth is (node.kind == "some"):
        decisive: Truth = None if truth is None else node.kind != "every"
        hoped = wanted if node.kind != "none" else not wanted
        for item in scopes:
            if holds(node, item) is decisive:
                yield from _item(node, item, decisive, hoped)
        return
    yield _at(node.path, Asked(node, wanted), scope)
    for item in scopes if node.kind == "some" else ():
        yield from _item(node, item, False, wanted)


def _item(node: Quantified, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    for part in parts_told(node, truth):
        if evaluate(part, scope) is truth:
            yield from sites(part, scope, wanted)


def parts_told(node: Quantified, truth: Truth) -> list[Node]:
    """Of what is asked of an entry: the parts that tell why it came to ``truth``."""
    if node.kind == "every" and node.satisfies is not None and truth is False:
        return [node.satisfies]
    return [part for part in (node.where, node.satisfies) if part is not None]


def _measured(node: Measured, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Site]:
    if scope.raw(node.path) is MISSING:
        yield _answered(node.path, scope)
        return
    yield _at(node.path, Asked(node), scope)
    if truth is None:
        yield from _undecided(node, scope)
        for bound in (node.gte, node.lte):
            if bound is not None and _is_missing(bound, scope):
                yield from _unsaid(bound, scope)


def _is_missing(bound: Operand, scope: Scope) -> bool:
    return (scope.raw(bound.path) if isinstance(bound, Total) else value_of(bound, scope)) is MISSING


def _undecided(node: Measured, scope: Scope) -> Iterator[Site]:
    """What leaves a count or a sum between bounds."""
    for item in (scope.items(node.path) or ()) if node.path.slot.category == "items" else ():
        counts = selected(node.where, item)
        if counts is None and node.where is not None:
            yield from sites(node.where, item)
        if counts is not False and node.of is not None and item.raw(node.of) is MISSING:
            yield _answered(node.of, item)


_SITES: Final[dict[type, Callable[[Any, Scope, Truth, bool], Iterator[Site]]]] = {
    Test: _test,
    All: _all,
    AnyOf: _all,
    Not: _not,
    AtLeast: _at_least,
    Quantified: _quantified,
    Measured: _measured,
}
