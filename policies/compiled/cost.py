"""How long lists may be so that no rule can come near its limit of steps."""

from collections.abc import Iterable

from policies.language.nodes import Measured, Node, Quantified, Test, Total, Union, children
from policies.language.rules import Rule
from policies.limits import LIMITS


def longest_list(rules: Iterable[Rule]) -> int:
    """Up to this length of every list the reference stays within ``steps_a_rule``, vacuity included."""
    nodes = [node for rule in rules for node in (rule.when, *(check.that for check in rule.require)) if node]
    length = LIMITS.steps_a_rule // 2
    while any(2 * _steps(node, length) > LIMITS.steps_a_rule for node in nodes):
        length = length * 9 // 10
    return length


def _steps(node: Node, length: int) -> int:
    """The most items that a predicate looks at."""
    inside = sum(_steps(child, length) for child in children(node))
    match node:
        case Quantified():
            return length * (1 + inside)
        case Measured():
            return length * (1 + inside) + _of(node.gte, length) + _of(node.lte, length)
        case Test():
            return _of(node.operand, length)
    return inside


def _of(operand: object, length: int) -> int:
    if isinstance(operand, Union | Total):
        return length * (1 + (0 if operand.where is None else _steps(operand.where, length)))
    return 0
