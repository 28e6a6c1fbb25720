"""How many entries of lists there may be so that the reference comes nowhere near its limit of steps.

What runs into the limit is an error, or a finding without places: a generated function has no such limit, and
leaves records that are so large to the reference.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from policies.language.nodes import (
    Measured,
    Node,
    Operand,
    Path,
    Quantified,
    Total,
    Union,
    children,
    operands,
)
from policies.language.rules import Rule
from policies.language.templates import Part
from policies.limits import LIMITS

# More entries than these, in all lists together, are left to the reference whatever the rule.
MOST_ITEMS: Final = LIMITS.steps_a_rule // 10
# How often a predicate is asked to find the places that decide it and to word them: by what is around it and
# by itself; of a list also for each entry, and in the words about a count.
_ON_THE_WAY: Final = 2
_OVER_A_LIST: Final = 4
# How often the operand of a comparison is worked out to find and word its place.
_OPERAND: Final = 4
# How often what a placeholder of a message is about is asked again to fill it in.
_TO_FILL_IN: Final = 4


class _Looks(NamedTuple):
    """So many times a predicate is asked, and so many of these about the same entry."""

    times: int = 1
    alike: int = 1

    def into(self, path: Path, items: int) -> "_Looks":
        """For the entries of a list, of which there are ``items`` in the record, all lists together."""
        of_its_own = path.root == "item" and path.up == 0
        return _Looks(
            (self.alike if of_its_own else self.times) * items, self.alike if of_its_own else self.times
        )


_ONCE: Final = _Looks()


def most_items(rule: Rule) -> int:
    """Up to so many entries the reference can tell what the rule comes to, and whether it is vacuous."""
    return most_items_of([node for node in (rule.when, *(check.that for check in rule.require)) if node])


def most_items_of(nodes: Sequence[Node]) -> int:
    """The same for predicates, of which each has its own limit of steps."""
    return _most(lambda items: max(2 * _steps(node, items, _ONCE) for node in nodes))


def most_told(rule: Rule) -> int:
    """Up to so many entries it also finds all places of any finding, and words them."""
    return _most(lambda items: _to_word(rule, items))


def _most(steps: Callable[[int], int]) -> int:
    return bisect_right(range(1, MOST_ITEMS + 1), LIMITS.steps_a_rule, key=steps)


def _to_word(rule: Rule, items: int) -> int:
    when = 0 if rule.when is None else _to_find(rule.when, items, _ONCE)
    return when + max(
        _to_find(check.that, items, _ONCE)
        + _TO_FILL_IN * _filled_in(check.message.parts) * _steps(check.that, items, _ONCE)
        for check in rule.require
    )


def _filled_in(parts: tuple[Part, ...]) -> int:
    return sum(not isinstance(part, str | Path) for part in parts)


def _to_find(node: Node, items: int, looks: _Looks) -> int:
    """The same to find the places that decide it, and to word them."""
    inner = looks.into(node.path, items) if isinstance(node, Quantified | Measured) else looks
    found = (_ON_THE_WAY if inner is looks else _OVER_A_LIST) * _steps(node, items, looks)
    found += sum(_operand_found(operand, items, looks) for operand in operands(node))
    return found + sum(_to_find(child, items, inner) for child in children(node))


def _operand_found(operand: Operand, items: int, looks: _Looks) -> int:
    if not isinstance(operand, Union | Total):
        return 0
    inner = looks.into(operand.path, items)
    asked = 0 if operand.where is None else _to_find(operand.where, items, inner)
    return asked + _OPERAND * _of(operand, items, looks)


def _steps(node: Node, items: int, looks: _Looks) -> int:
    """The most entries that a predicate looks at, in a record that has so many."""
    own = 0
    inner = looks
    if isinstance(node, Quantified | Measured):
        inner = looks.into(node.path, items)
        own = inner.times
    own += sum(_of(operand, items, looks) for operand in operands(node))
    return own + sum(_steps(child, items, inner) for child in children(node))


def _of(operand: Operand, items: int, looks: _Looks) -> int:
    if not isinstance(operand, Union | Total):
        return 0
    inner = looks.into(operand.path, items)
    return inner.times + (0 if operand.where is None else _steps(operand.where, items, inner))
