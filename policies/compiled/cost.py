"""How many entries of lists there may be so that the reference comes nowhere near its limit of steps.

What runs into the limit is an error, or a finding without places: a generated function has no such limit, and
leaves records that are so large to the reference.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

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


# The lists on the way to entries, each a path from the entries of the one before.
_Chain = tuple[Path, ...]
# How many entries there are at the end of such a way, or at most.
_Items = Callable[[_Chain], int]


class _Looks(NamedTuple):
    """So many times a predicate is asked, so many of these about the same entry, and where entries stand."""

    times: int = 1
    alike: int = 1
    chain: _Chain = ()

    def into(self, path: Path, items: _Items) -> "_Looks":
        """For the entries of a list."""
        of_its_own = path.root == "item" and path.up == 0
        times = self.alike if of_its_own else self.times
        outer = self.chain[: len(self.chain) - path.up] if path.root == "item" else ()
        chain = (*outer, path)
        return _Looks(times * items(chain), times, chain)


_ONCE: Final = _Looks()


class Fits:
    """Whether the reference comes nowhere near its limit in a record that has ``n`` entries in all its lists.

    These may be more than ``most``, and yet few enough in the lists that a rule looks through for each other.
    """

    def __init__(self, rule: Rule, steps: Callable[[Rule, _Items], int]) -> None:
        self._rule, self._steps = rule, steps
        self._chains = _chains(rule, steps)
        places = {chain: number for number, chain in enumerate(((), *self._chains))}
        self._ways = [(places[chain[:-1]], chain[-1].steps) for chain in self._chains]
        self._known: dict[tuple[int, ...], bool] = {}
        self.most = _most(lambda items: steps(rule, items))

    def __call__(self, record: Mapping[str, Any], n: int) -> bool:
        found, sizes = [[record]], [n]
        for outer, path in self._ways:
            found.append([one for holder in found[outer] for one in _reached(holder, path)])
            # Where there is nothing, that there is not is looked at once.
            sizes.append(len(found[-1]) + len(found[outer]))
        key = tuple(sizes)
        fits = self._known.get(key)
        if fits is None:
            fits = self._known[key] = self._fits(dict(zip(self._chains, sizes[1:], strict=True)), n)
        return fits

    def _fits(self, totals: Mapping[_Chain, int], n: int) -> bool:
        return self._steps(self._rule, lambda chain: totals.get(chain, n)) < LIMITS.steps_a_rule


def _chains(rule: Rule, steps: Callable[[Rule, _Items], int]) -> list[_Chain]:
    """The ways on which ``steps`` asks for entries of the record, and those on which they lead further."""
    found: set[_Chain] = set()

    def asked(chain: _Chain) -> int:
        if chain[0].root in ("record", "item"):
            found.update(chain[: end + 1] for end in range(len(chain)))
        return 1

    steps(rule, asked)
    return sorted(found, key=lambda chain: (len(chain), [path.text for path in chain]))


def _reached(holder: Mapping[str, Any], steps: tuple[str, ...]) -> list[Mapping[str, Any]]:
    """The mappings at these steps, across lists on the way."""
    here = [holder]
    for step in steps:
        here = _mappings([one.get(step) for one in here])
    return here


def _mappings(values: list[Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for one in values:
        if one.__class__ is dict or isinstance(one, Mapping):
            found.append(one)
        elif one.__class__ is list:
            found += _mappings(one)
    return found


def to_answer(rule: Rule, items: _Items) -> int:
    """The most steps in which the reference tells what the rule comes to, and whether it is vacuous."""
    nodes = [node for node in (rule.when, *(check.that for check in rule.require)) if node]
    return max(2 * _steps(node, items, _ONCE) for node in nodes)


def to_word(rule: Rule, items: _Items) -> int:
    """The most in which it also finds all places of any finding, and words them."""
    when = 0 if rule.when is None else _to_find(rule.when, items, _ONCE)
    return when + max(
        _to_find(check.that, items, _ONCE)
        + _TO_FILL_IN * _filled_in(check.message.parts) * _steps(check.that, items, _ONCE)
        for check in rule.require
    )


def most_items(rule: Rule) -> int:
    """With up to so many entries in all lists the reference can answer, wherever they are."""
    return _most(lambda items: to_answer(rule, items))


def most_items_of(nodes: Sequence[Node]) -> int:
    """The same for predicates, of which each has its own limit of steps."""
    return _most(lambda items: max(2 * _steps(node, items, _ONCE) for node in nodes))


def _most(steps: Callable[[_Items], int]) -> int:
    return bisect_right(range(1, MOST_ITEMS + 1), LIMITS.steps_a_rule, key=lambda n: steps(lambda _: n))


def _filled_in(parts: tuple[Part, ...]) -> int:
    return sum(not isinstance(part, str | Path) for part in parts)


def _to_find(node: Node, items: _Items, looks: _Looks) -> int:
    """The same to find the places that decide it, and to word them."""
    inner = looks.into(node.path, items) if isinstance(node, Quantified | Measured) else looks
    found = (_ON_THE_WAY if inner is looks else _OVER_A_LIST) * _steps(node, items, looks)
    found += sum(_operand_found(operand, items, looks) for operand in operands(node))
    return found + sum(_to_find(child, items, inner) for child in children(node))


def _operand_found(operand: Operand, items: _Items, looks: _Looks) -> int:
    if not isinstance(operand, Union | Total):
        return 0
    inner = looks.into(operand.path, items)
    asked = 0 if operand.where is None else _to_find(operand.where, items, inner)
    return asked + _OPERAND * _of(operand, items, looks)


def _steps(node: Node, items: _Items, looks: _Looks) -> int:
    """The most entries that a predicate looks at, in a record that has so many."""
    own = 0
    inner = looks
    if isinstance(node, Quantified | Measured):
        inner = looks.into(node.path, items)
        own = inner.times
    own += sum(_of(operand, items, looks) for operand in operands(node))
    return own + sum(_steps(child, items, inner) for child in children(node))


def _of(operand: Operand, items: _Items, looks: _Looks) -> int:
    if not isinstance(operand, Union | Total):
        return 0
    inner = looks.into(operand.path, items)
    return inner.times + (0 if operand.where is None else _steps(operand.where, items, inner))
