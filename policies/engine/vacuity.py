"""Whether something holds only because there was nothing to look at, so that a reader isn't fooled by it."""

from typing import Final

from policies.engine.interpret import evaluate, selected
from policies.engine.scope import Scope
from policies.language.nodes import All, AnyOf, AtLeast, Node, Not, Path, Quantified, Test
from policies.language.values import MISSING

# What an empty set is always: part of any other, covered by it, and apart from it.
OF_NOTHING: Final = frozenset({"subset", "covered_by", "disjoint"})


def is_vacuous(node: Node, scope: Scope) -> bool:
    """For a predicate that holds: all that it rests on had no entry to speak of.

    A count is no such thing: that there are none is what it says.
    """
    match node:
        case Not(Quantified("some", path, where, satisfies)):
            return is_vacuous(Quantified("none", path, where, satisfies), scope)
        case Quantified(kind="every" | "none"):
            where = None if node.kind == "none" and node.satisfies is None else node.where
            return all(selected(where, item) is False for item in scope.items(node.path) or ())
        case All(children):
            return all(is_vacuous(child, scope) for child in children)
        case AnyOf(children) | AtLeast(_, children):
            return all(is_vacuous(child, scope) for child in children if evaluate(child, scope) is True)
        case Test(path, operator) if operator in OF_NOTHING and path.slot.category == "set":
            return _is_nothing(path, scope)
    return False


def _is_nothing(path: Path, scope: Scope) -> bool:
    members = scope.read(path)
    return members is not MISSING and members.complete and not members.known
