"""Messages: the placeholders of a check's template filled in for one record."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from policies.engine.interpret import evaluate, holds, measure, operand_for, selected
from policies.engine.scope import Scope
from policies.engine.words import listed, quoted, reads_as, reads_sensitive, row_of
from policies.language.nodes import Measured, Path, Slot, Test
from policies.language.operators import OPERATORS
from policies.language.rules import Check
from policies.language.templates import Count, EntryNames, Lacked, Looked, Part, Plural
from policies.language.values import MISSING, Interval, Values, as_json, bounds
from policies.record.masking import masked

_NAMED: Final = 5


def message_of(check: Check, scope: Scope) -> str:
    """The message of a check with its placeholders filled in for one record."""
    return "".join(_filled(part, scope) for part in check.message.parts)


def _filled(part: Part, scope: Scope) -> str:
    match part:
        case str():
            return part
        case Path():
            return _value_text(scope.read(part), part.slot)
        case Count(looked):
            return _number_text(_number(looked, scope))
        case EntryNames():
            return listed(_names(part, scope), _NAMED) or "none"
        case Lacked(test):
            return _lacked(test, scope)
        case Plural(number, one, many):
            return one if _least(number, scope) == 1 else many


def _value_text(value: Any, slot: Slot) -> str:
    if value is MISSING:
        return "(not answered)"
    if slot.sensitive:
        return masked(sorted(value.known, key=str) if isinstance(value, Values) else value)
    if isinstance(value, Values):
        return listed(_members(value, slot), _NAMED) or "none"
    if isinstance(value, Interval):
        return _number_text(value)
    return reads_as(value, slot)


def _lacked(test: Test, scope: Scope) -> str:
    """What is asked for and not there, all of it: whoever has to add it needs to know."""
    asked = operand_for(OPERATORS[test.operator], test.operand, scope)
    if not isinstance(asked, Values) or test.path.slot.sensitive or reads_sensitive(test.operand):
        return "something that is not shown here"
    said = scope.read(test.path)
    held = said.known if isinstance(said, Values) else frozenset()
    lacked = Values(frozenset(asked.known - held))
    return listed(_members(lacked, test.path.slot), len(lacked.known)) or "nothing"


def _members(value: Values, slot: Slot) -> Iterator[str]:
    return (masked(one) if slot.sensitive else reads_as(one, slot) for one in sorted(value.known, key=str))


def _number_text(value: Interval) -> str:
    """A number, or the part of it that is sure: what could be on top depends on open questions."""
    if value.low == value.high:
        return str(as_json(value.low))
    if value.low > 0:
        return f"at least {as_json(value.low)}"
    return "an unknown number of" if value.high == float("inf") else f"up to {as_json(value.high)}"


def _least(number: Path | Count, scope: Scope) -> int | float | Decimal:
    """The number as the sentence before tells it."""
    value = _number(number.looked, scope) if isinstance(number, Count) else scope.read(number)
    if value is MISSING:
        return 0
    low, high = bounds(value)
    return low if low > 0 or low == high else high


def _number(looked: tuple[Looked, ...], scope: Scope) -> Interval:
    """How many entries are not as asked."""
    first, *_ = found = _blamed(looked, scope)
    if isinstance(first.node, Measured):
        return measure(first.node, scope) or Interval(0, 0)
    number = len({item.pointer for one in found for item in _entries(one, scope)})
    return Interval(number, number)


def _blamed(looked: tuple[Looked, ...], scope: Scope) -> list[Looked]:
    """Those that came out otherwise than they should, or the first where none did."""
    return [one for one in looked if evaluate(one.node, scope) is not one.wanted] or list(looked[:1])


def _entries(one: Looked, scope: Scope) -> list[Scope]:
    """The entries that decide it; where that is the whole list, such as for want of *some*, all of them."""
    node = one.node
    scopes = scope.items(node.path) or []
    if isinstance(node, Measured):
        return [item for item in scopes if selected(node.where, item)]
    decisive = [item for item in scopes if holds(node, item) is (node.kind != "every")]
    return decisive or (scopes if evaluate(node, scope) is not one.wanted else [])


def _names(part: EntryNames, scope: Scope) -> Iterator[str]:
    called = {id(one): ways for one, ways in zip(part.looked, part.called, strict=True)}
    for one in _blamed(part.looked, scope):
        path = one.node.path
        if path.slot.category == "set":
            known = scope.read(path)
            yield from () if known is MISSING else _members(known, path.slot)
        else:
            yield from (_name(called[id(one)], item, path.slot.label) for item in _entries(one, scope))


def _name(ways: tuple[Path, ...], item: Scope, label: str) -> str:
    """What people call an entry; where nothing says so, which one of the list it is."""
    for path in ways:
        value = item.read(path)
        if value is not MISSING:
            return quoted(reads_as(value, path.slot))
    return row_of(item.pointer, label)
