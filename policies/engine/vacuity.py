"""Whether something holds only because there was nothing to look at, so that a reader isn't fooled by it."""

from policies.engine.interpret import evaluate, selected
from policies.engine.scope import Scope
from policies.language.nodes import All, AnyOf, Node, Quantified


def is_vacuous(node: Node, scope: Scope) -> bool:
    """For a predicate that holds: every ``every`` and ``none`` that it rests on had no entry to speak of."""
    match node:
        case Quantified(kind="every" | "none"):
            where = None if node.kind == "none" and node.satisfies is None else node.where
            return all(selected(where, item) is False for item in scope.items(node.path) or ())
        case All(children):
            return all(is_vacuous(child, scope) for child in children)
        case AnyOf(children):
            return all(is_vacuous(child, scope) for child in children if evaluate(child, scope) is True)
    return False
