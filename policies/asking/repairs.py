"""Changes of a record that could make a predicate true, or false: candidates, for whoever asks to verify."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, islice, product
from typing import Any, Final

from policies.asking.values import values_for
from policies.engine.interpret import evaluate, holds, measure, selected, value_of
from policies.engine.scope import Scope
from policies.language.nodes import All, AnyOf, AtLeast, Measured, Node, Not, Operand, Quantified, Test
from policies.language.values import MISSING, bounds
from policies.record.fields import PARTS

# A set of changes: a JSON pointer with the new value as JSON. A pointer that ends in "-" adds to a list.
Repair = frozenset[tuple[str, str]]
NOTHING: Final[Repair] = frozenset()
_MOST: Final = 8
_ADDED: Final = "/-"


def repairs(node: Node, scope: Scope, wanted: bool) -> list[Repair]:
    """At most ``_MOST`` sets, the smallest first; the empty one where nothing has to change.

    Raises WrongTypeError.
    """
    if evaluate(node, scope) is wanted:
        return [NOTHING]
    found = dict.fromkeys(_REPAIR[type(node)](node, scope, wanted))
    return sorted(found, key=len)[:_MOST]


def both(parts: Iterable[list[Repair]]) -> Iterator[Repair]:
    """One repair of each part, where they do not contradict each other."""
    for chosen in islice(product(*parts), _MOST * _MOST):
        joined = NOTHING.union(*chosen)
        places = [pointer for pointer, _ in joined if not pointer.endswith(_ADDED)]
        if len(places) == len(set(places)):
            yield joined


def _each(parts: Iterable[list[Repair]]) -> Iterator[Repair]:
    return (one for part in parts for one in part)


def _all(node: All, scope: Scope, wanted: bool) -> Iterator[Repair]:
    parts = [repairs(child, scope, wanted) for child in node.children]
    return both(parts) if wanted else _each(parts)


def _any(node: AnyOf, scope: Scope, wanted: bool) -> Iterator[Repair]:
    parts = [repairs(child, scope, wanted) for child in node.children]
    return _each(parts) if wanted else both(parts)


def _not(node: Not, scope: Scope, wanted: bool) -> Iterator[Repair]:
    yield from repairs(node.child, scope, not wanted)


def _at_least(node: AtLeast, scope: Scope, wanted: bool) -> Iterator[Repair]:
    parts = [repairs(child, scope, wanted) for child in node.children]
    needed = node.number if wanted else len(parts) - node.number + 1
    for chosen in combinations(parts, needed):
        yield from both(chosen)


def _test(node: Test, scope: Scope, wanted: bool) -> Iterator[Repair]:
    """What lies in a fact is not repaired here: it follows from other fields, or from other entries."""
    if node.path.root == "facts":
        return
    operand = value_of(node.operand, scope)
    if operand is MISSING:
        return
    before = scope.raw(node.path)
    for value in values_for(node, before, operand, scope.today, wanted):
        if value != before:
            yield frozenset({(scope.pointer_to(node.path), json.dumps(value))})


def _quantified(node: Quantified, scope: Scope, wanted: bool) -> Iterator[Repair]:
    if node.path.root == "facts":
        return
    items = scope.items(node.path) or []
    asks_one = (node.kind == "some") is wanted
    hoped = wanted if node.kind != "none" else not wanted
    if asks_one:
        yield from _each(_item(node, item, hoped) for item in items)
        yield from _added(node, scope, hoped)
        return
    unmet = [item for item in items if holds(node, item) is not hoped]
    empty = not items and scope.raw(node.path) is MISSING
    yield from (
        [frozenset({(scope.pointer_to(node.path), "[]")})]
        if empty
        else both(_item(node, item, hoped) for item in unmet)
    )


def _item(node: Quantified, item: Scope, wanted: bool) -> list[Repair]:
    """An item that is as the quantifier says, or is not. Of *every* also one that is not meant is fine."""
    where = node.where or All(())
    satisfies = node.satisfies or All(())
    if node.kind != "every":
        return repairs(All((where, satisfies)), item, wanted)
    if not wanted:
        return list(both([repairs(where, item, True), repairs(satisfies, item, False)]))
    return [*repairs(satisfies, item, True), *repairs(where, item, False)]


def _added(node: Quantified | Measured, scope: Scope, wanted: bool) -> Iterator[Repair]:
    """A new row that is as asked; entries of the registry are not made up."""
    if node.path.slot.target not in PARTS:
        return
    satisfies = node.satisfies if isinstance(node, Quantified) else None
    start = scope.pointer_to(node.path) + _ADDED
    row = scope.inside({}, start)
    asked = All(tuple(one for one in (node.where, satisfies) if one is not None))
    for repair in repairs(asked, row, wanted):
        own = {pointer.removeprefix(f"{start}/"): value for pointer, value in repair if start in pointer}
        rest = frozenset(change for change in repair if start not in change[0])
        if all("/" not in name for name in own):
            said = {name: json.loads(value) for name, value in sorted(own.items())}
            yield rest | {(start, json.dumps(said))}


def _measured(node: Measured, scope: Scope, wanted: bool) -> Iterator[Repair]:
    """One more item that counts, or one fewer, where that is enough."""
    found = None if node.path.root == "facts" or node.of is not None else measure(node, scope)
    if found is None or node.path.slot.category != "items" or not wanted:
        return
    low, high = bounds(found)
    least, most = (_bound(one, scope) for one in (node.gte, node.lte))
    items = scope.items(node.path) or []
    where = node.where or All(())
    if least is not None and low < least <= low + 1:
        yield from _each(repairs(where, item, True) for item in items if selected(where, item) is not True)
        yield from _added(node, scope, True)
    if most is not None and most < high <= most + 1:
        yield from _each(repairs(where, item, False) for item in items if selected(where, item) is not False)


def _bound(operand: Operand | None, scope: Scope) -> Any:
    found: Any = MISSING if operand is None else value_of(operand, scope)
    return None if found is MISSING else bounds(found)[0]


_REPAIR: Final[dict[type, Callable[[Any, Scope, bool], Iterator[Repair]]]] = {
    Test: _test,
    All: _all,
    AnyOf: _any,
    Not: _not,
    AtLeast: _at_least,
    Quantified: _quantified,
    Measured: _measured,
}
