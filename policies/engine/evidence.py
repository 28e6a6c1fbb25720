"""Why a predicate came to what it came to: the places in the record that decide it, and no others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from policies.engine.interpret import evaluate, holds, measure, operand_for, selected, subject_of, value_of
from policies.engine.scope import Scope
from policies.engine.words import (
    decisive_members,
    expectation,
    operand_text,
    range_json,
    reads_as,
    shown,
    told,
    why_unknown,
)
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
    Slot,
    Test,
    Total,
    Union,
)
from policies.language.operators import OPERATORS
from policies.language.values import MISSING, Values
from policies.record.masking import is_masked
from policies.record.pointers import trail_of


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its JSON pointer, the label of its field, what was expected there, and what is there.

    Sensitive values are masked, see ``policies.record.masking``; their pointers stay.

    Under ``/org`` lies the organisation, under ``/facts`` what was computed over the portfolio. ``actual`` is
    a JSON value, cut short; None, or the reason as ``{"$unknown": ...}``, where nothing was said.
    ``told`` ends a sentence about the label with what is there; "" where nothing is. No outlet shows it.
    """

    pointer: str
    label: str
    expected: str
    actual: Any
    told: str = ""

    def to_json(self) -> dict[str, Any]:
        """As outlets show it."""
        return {
            "pointer": self.pointer,
            "label": self.label,
            "expected": self.expected,
            "actual": self.actual,
        }


def deciding(node: Node, scope: Scope, wanted: bool = True) -> Iterator[Place]:
    """The places that decide ``node``. ``wanted`` is what one hopes for: false inside *not* and *none*."""
    return _EXPLAIN[type(node)](node, scope, evaluate(node, scope), wanted)


def _test(node: Test, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    operator = OPERATORS[node.operator]
    if truth is not None or subject_of(node, scope) is MISSING:
        place = place_at(node.path, scope, expectation(node, scope, wanted))
        members = decisive_members(node, scope) if place.told and truth is not None else []
        yield replace(place, told=told(members, node.path.slot)) if members else place
        if truth is not None:
            return
    operand = operand_for(operator, node.operand, scope)
    if operand is MISSING or (isinstance(operand, Values) and not operand.complete):
        yield from _unsaid(node.operand, scope)
    elif subject_of(node, scope) is not MISSING:
        yield place_at(node.path, scope, expectation(node, scope, wanted))


def place_at(path: Path, scope: Scope, expected: str) -> Place:
    """The place that a path leads to, with what is there."""
    value, words = scope.raw(path), ""
    if value is MISSING:
        actual: Any = why_unknown(scope.reason(path), path.slot)
    elif isinstance(value, list | str | bool | int | float | dict):
        actual = shown(value, path.slot)
    else:
        actual = reads_as(value, path.slot)
    if value is MISSING and _holder_is_missing(path, scope):
        expected = "is answered"
    if value is not MISSING:
        # Of what is masked the sentence tells what was asked, as it would tell of a stranger.
        words = expected if is_masked(actual) else told(value, path.slot)
    return Place(scope.pointer_to(path), _label(path, scope), expected, actual, words)


def _label(path: Path, scope: Scope) -> str:
    """What people call the field. Where nobody is named, the person is asked for and not their e-mail."""
    return path.holder.label if path.holder and _holder_is_missing(path, scope) else path.slot.label


def _holder_is_missing(path: Path, scope: Scope) -> bool:
    if path.holder is None or path.root == "facts":
        return False
    return scope.raw(Path(path.root, path.up, path.steps[:-1], path.holder)) is MISSING


def _unsaid(operand: Operand, scope: Scope) -> Iterator[Place]:
    """What would have to be said for an operand to be known."""
    match operand:
        case FieldValue(path):
            yield place_at(path, scope, "is answered")
        case FromToday(field=Path() as path):
            yield place_at(path, scope, "is answered")
        case Union():
            yield from _unsaid_members(operand, scope)
        case Total():
            yield place_at(operand.path, scope, "is answered")


def _unsaid_members(operand: Union, scope: Scope) -> Iterator[Place]:
    for pointer, item in scope.reached(operand.path):
        if item is None:
            yield Place(pointer, _label_at(pointer, scope, operand.path.slot), "is answered", None)
        elif (counts := selected(operand.where, item)) is None and operand.where is not None:
            yield from deciding(operand.where, item)
        elif counts and item.raw(operand.of) is MISSING:
            yield place_at(operand.of, item, "is answered")


def _label_at(pointer: str, scope: Scope, slot: Slot) -> str:
    trail = trail_of(str(scope.record.get("kind")), pointer)
    return trail[-1].field.label if trail else slot.label


def _several(children: tuple[Node, ...], scope: Scope, only: set[Truth], wanted: bool) -> Iterator[Place]:
    for child in children:
        if evaluate(child, scope) in only:
            yield from deciding(child, scope, wanted)


def _all(node: All, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    return _several(node.children, scope, {truth}, wanted)


def _at_least(node: AtLeast, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    return _several(node.children, scope, {None, False} if truth is False else {truth}, wanted)


def _not(node: Not, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    return deciding(node.child, scope, not wanted)


def _quantified(node: Quantified, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    scopes = scope.items(node.path)
    if scopes is None:
        yield place_at(node.path, scope, "is answered")
        return
    if truth is None or truth is (node.kind == "some"):
        decisive: Truth = None if truth is None else node.kind != "every"
        hoped = wanted if node.kind != "none" else not wanted
        for item in scopes:
            if holds(node, item) is decisive:
                yield from _item(node, item, decisive, hoped)
        return
    yield place_at(node.path, scope, _sought(node, wanted))
    for item in scopes if node.kind == "some" else ():
        yield from _item(node, item, False, wanted)


def _item(node: Quantified, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    parts = [part for part in (node.where, node.satisfies) if part is not None]
    if node.kind == "every" and node.satisfies is not None and truth is False:
        parts = [node.satisfies]
    for part in parts:
        if evaluate(part, scope) is truth:
            yield from deciding(part, scope, wanted)


def _sought(node: Quantified, wanted: bool) -> str:
    if node.kind == "some":
        return "has an entry as asked for" if wanted else "has no entry as asked for"
    return "each entry is as asked for" if node.kind == "every" else "no entry is as asked for"


def _measured(node: Measured, scope: Scope, truth: Truth, wanted: bool) -> Iterator[Place]:
    found = measure(node, scope)
    if found is None:
        yield place_at(node.path, scope, "is answered")
        return
    parts = ((node.gte, "at least"), (node.lte, "at most"))
    limits = [(word, value_of(bound, scope), bound) for bound, word in parts if bound is not None]
    asked = " and ".join(
        f"{word} {'?' if value is MISSING else operand_text(bound, value, node.path.slot)}"
        for word, value, bound in limits
    )
    what = "adds up to" if node.of is not None else "has"
    yield Place(scope.pointer_to(node.path), _label(node.path, scope), f"{what} {asked}", range_json(found))
    if truth is None:
        yield from _undecided(node, scope)
        for _, value, bound in limits:
            if value is MISSING:
                yield from _unsaid(bound, scope)


def _undecided(node: Measured, scope: Scope) -> Iterator[Place]:
    """What leaves a count or a sum between bounds."""
    for item in (scope.items(node.path) or ()) if node.path.slot.category == "items" else ():
        counts = selected(node.where, item)
        if counts is None and node.where is not None:
            yield from deciding(node.where, item)
        if counts is not False and node.of is not None and item.raw(node.of) is MISSING:
            yield place_at(node.of, item, "is answered")


_EXPLAIN: Final[dict[type, Callable[[Any, Scope, Truth, bool], Iterator[Place]]]] = {
    Test: _test,
    All: _all,
    AnyOf: _all,
    Not: _not,
    AtLeast: _at_least,
    Quantified: _quantified,
    Measured: _measured,
}
