"""Who belongs to a fact: predicates asked of other entries, and what they found put as a fact."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from policies.engine.interpret import evaluate
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.nodes import Node, Path
from policies.language.values import MISSING, WrongTypeError, said
from policies.limits import LIMITS

Record = Mapping[str, Any]
Steps = tuple[str, ...]
MOST_KEYS: Final = 100
_OF_EACH_ITEM: Final = frozenset({"of", "where", "satisfies"})


def scope_of(record: Record, today: date) -> Scope:
    return Scope(record, {}, today, Budget(LIMITS.steps_a_rule))


def ask(where: Node, other: Record, record: Record, today: date) -> Truth:
    """Whether ``where`` holds for another entry; ``$.`` in it is ``record``. A wrong type is unknown here."""
    try:
        return evaluate(where, scope_of(record, today).inside(other, ""))
    except WrongTypeError:
        return None


def read(path: Path, record: Record, today: date) -> Any:
    """The value at ``path``; MISSING also where it is of a wrong type, since then nothing is known."""
    try:
        return scope_of(record, today).read(path)
    except WrongTypeError:
        return MISSING


def keys_at(path: Path, record: Record, today: date) -> Iterator[Any]:
    """The keys of all things that ``path`` leads to over any lists; MISSING for each that isn't said."""
    try:
        for _, scope in scope_of(record, today).reached(path):
            yield said(scope.item.get("key")) if scope else MISSING
    except WrongTypeError:
        yield MISSING


def fields_read(node: Any, root: str, depth: int = 0) -> frozenset[Steps]:
    """The fields that a predicate reads of the other entry (root ``item``) or of the one under check.

    ``depth`` lists further in, a path leads to the other entry only with as many ``^.``.
    """
    if isinstance(node, Path):
        here = node.root == root and (root != "item" or node.up == depth)
        return frozenset({node.steps} if here else ())
    if isinstance(node, tuple):
        return frozenset().union(*(fields_read(part, root, depth) for part in node))
    parts = {slot: getattr(node, slot) for slot in getattr(node, "__slots__", ())}
    return frozenset().union(
        *(fields_read(part, root, depth + (slot in _OF_EACH_ITEM)) for slot, part in parts.items())
    )


def sized(certain: list[str], possible: list[str], size: int, size_max: int) -> dict[str, Any]:
    """The fact: bounds only where they differ, and of the keys (given in order) the first MOST_KEYS."""
    fact: dict[str, Any] = {"size": size, "keys": certain[:MOST_KEYS]}
    if size_max > size:
        fact |= {"size_max": size_max, "possible_keys": possible[:MOST_KEYS]}
    return fact
