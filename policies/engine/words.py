"""Evaluations in words: what was expected, what was found, and which fields nobody filled in."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from policies.engine.interpret import operand_for
from policies.engine.scope import Scope
from policies.language.literals import either
from policies.language.nodes import Constant, FieldValue, FromToday, Operand, Path, Slot, Test, Total, Union
from policies.language.operators import OPERATORS
from policies.language.shapes import shape_of
from policies.language.values import MISSING, READERS, Interval, Values, WrongTypeError, as_json, in_words
from policies.record.fields import term_label
from policies.record.masking import holds_sensitive, masked

_TEXT, _MEMBERS = 200, 20


def expectation(node: Test, scope: Scope, wanted: bool) -> str:
    """What the test asks for, such as "is after 22 November 2025"; its opposite where that is ``wanted``."""
    operator = OPERATORS[node.operator]
    if operator.operand == "flag" and isinstance(node.operand, Constant):
        return operator.phrase if node.operand.value is wanted else operator.negated
    if operator.operand == "pattern":
        return (
            "has a form that the rule asks for" if wanted else "does not have a form that the rule turns down"
        )
    phrase = operator.phrase if wanted else operator.negated
    value = operand_for(operator, node.operand, scope)
    text = operand_text(node.operand, value, node.path.slot)
    if operator.operand == "length" and node.path.slot.category == "text":
        text += " character" if text == "1" else " characters"
    return phrase.replace("{}", text)


def operand_text(operand: Operand, value: Any, slot: Slot) -> str:
    """What a field of ``slot`` is compared with; what other fields say is quoted unless it is sensitive."""
    if isinstance(operand, Constant):
        return _with_unit(operand.text, slot) if slot.category == "number" else operand.text
    if value is MISSING or (isinstance(value, Values) and not value.known and not value.complete):
        text = "not answered" if isinstance(operand, FieldValue) else "something not answered"
    elif isinstance(value, Values) and not value.known:
        text = "anything on a list that is empty"
    else:
        text = masked(_plain(value)) if reads_sensitive(operand) else reads_as(value, slot)
    if slot.category == "number":
        text = _with_unit(text, slot)
    return f"“{operand.path.slot.label}” ({text})" if isinstance(operand, FieldValue) else text


def reads_sensitive(operand: Operand) -> bool:
    match operand:
        case FieldValue(path) | Union(of=path) | Total(of=path) | FromToday(field=Path() as path):
            return path.slot.sensitive
    return False


def _plain(value: Any) -> Any:
    return sorted(value.known, key=str) if isinstance(value, Values) else value


def shown(value: Any, slot: Slot) -> Any:
    """What evidence quotes of a value said in a field: a JSON value cut short, without what is sensitive."""
    if slot.sensitive:
        return masked(value)
    if slot.target and holds_sensitive(slot.target):
        if isinstance(value, dict):
            return _shown_members(value, slot.target)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return masked(value)
    return shorten(value)


def _shown_members(value: dict[str, Any], table: str) -> Any:
    slots = shape_of(table).slots
    return {
        name: shown(item, slots[name]) if name in slots else item for name, item in shorten(value).items()
    }


def told(value: Any, slot: Slot) -> str:
    """What a field was answered with, as the end of a sentence: "is “Legal”", "lists 3 entries"."""
    if isinstance(value, Values):
        value = sorted(value.known, key=str)
    if value == []:
        return "is answered with none"
    if slot.category in ("items", "mapping", "other"):
        return f"lists {number_of(value)}" if isinstance(value, list) else "is answered"
    if isinstance(value, list):
        return f"includes {listed((quoted(reads_as(one, slot)) for one in value), 5)}"
    if slot.category == "date":
        return f"is {_day_text(value)}"
    if isinstance(value, bool) and slot.label.endswith("?"):
        return f"is answered with {quoted(reads_as(value, slot))}"
    if isinstance(value, Interval) and value.low > 0 and value.low != value.high:
        return f"is at least {as_json(value.low)}"
    if slot.category == "number":
        return f"is {_with_unit(reads_as(value, slot), slot)}"
    return f"is {quoted(reads_as(value, slot))}"


def decisive_members(node: Test, scope: Scope) -> list[Any]:
    """Of a set that was compared with words of the pack, the members that made the difference."""
    operator = OPERATORS[node.operator]
    if node.operator not in ("intersects", "disjoint", "is_a") or node.path.slot.category != "set":
        return []
    operand, hit = operand_for(operator, node.operand, scope), node.operator != "disjoint"
    members = sorted(scope.read(node.path).known, key=str)
    words = node.path.slot.vocabulary
    return [one for one in members if operator.answer(Values(frozenset({one})), operand, words) is hit]


def _day_text(value: Any) -> str:
    try:
        return in_words(READERS["date"](value))
    except WrongTypeError:
        return quoted(str(shorten(value)))


def number_of(entries: list[Any]) -> str:
    return f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"


def why_unknown(reason: str, slot: Slot) -> dict[str, Any] | None:
    """The reason that stands in a field's place; about a sensitive field it may say too much itself."""
    if not reason:
        return None
    return {"$unknown": masked(reason) if slot.sensitive else shorten(reason)}


def reads_as(value: Any, slot: Slot) -> str:
    """A value as a sentence shows it: labels for terms, ranges for what is known in part."""
    if isinstance(value, Interval):
        return _range(value)
    if isinstance(value, Values):
        value = sorted(value.known, key=str)
    if isinstance(value, list | tuple):
        shown = [reads_as(one, slot) for one in value[:5]]
        return either([*shown, f"{len(value) - 5} more"] if len(value) > 5 else shown) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return str(as_json(value))
    if slot.vocabulary and isinstance(value, str | int):
        return term_label(slot.vocabulary, value)
    return in_words(value) if isinstance(value, date) else str(shorten(value))


def _with_unit(number: str, slot: Slot) -> str:
    return f"{number} {slot.unit}" if slot.unit else number


def _range(value: Interval) -> str:
    if value.low == value.high:
        return str(as_json(value.low))
    if value.high == float("inf"):
        return "unknown" if value.low == float("-inf") else f"at least {as_json(value.low)}"
    return f"{as_json(value.low)} to {as_json(value.high)}"


def range_json(value: Interval) -> Any:
    """A number where it is exact, else its bounds as text, since JSON has no infinity."""
    return as_json(value.low) if value.low == value.high else _range(value)


def shorten(value: Any) -> Any:
    """A JSON value small enough for a finding: long text and long lists are cut, things keep their name."""
    if isinstance(value, str):
        flat = " ".join(value.split())
        return flat if len(flat) <= _TEXT else f"{flat[: _TEXT - 1]}…"
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            return number_of(value)
        rest = [f"and {len(value) - _MEMBERS} more"] if len(value) > _MEMBERS else []
        return [shorten(item) for item in value[:_MEMBERS]] + rest
    if isinstance(value, dict):
        plain = {name: item for name, item in value.items() if not isinstance(item, dict | list)}
        return {name: shorten(plain[name]) for name in sorted(plain)[:5]}
    return value


def items_on(pointer: str) -> list[str]:
    """The pointers of the entries of lists that a pointer leads through, outermost first."""
    steps = pointer.split("/")
    ends = [index for index, step in enumerate(steps) if step.isdigit() and index > 1]
    return ["/".join(steps[: end + 1]) for end in ends]


def row_of(pointer: str, label: str) -> str:
    """An entry of a list, as the form shows it: "row 2 of “Data it uses”"."""
    return f"row {int(pointer.rpartition('/')[2]) + 1} of {quoted(label)}"


def quoted(text: str) -> str:
    return f"“{text}”"


def listed(words: Iterable[str], most: int = 4) -> str:
    """ "a, b and c"; the rest is counted."""
    unique = list(dict.fromkeys(words))
    shown, rest = unique[:most], len(unique) - most
    if rest > 0:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
