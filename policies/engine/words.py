"""Evaluations in words: what was expected, what was found, and which fields nobody filled in."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from policies.engine.interpret import operand_for
from policies.engine.scope import Scope
from policies.language.literals import either
from policies.language.nodes import Constant, FieldValue, FromToday, Operand, Path, Slot, Test, Total, Union
from policies.language.operators import OPERATORS
from policies.language.shapes import shape_of
from policies.language.values import MISSING, Interval, Values, as_json
from policies.record.fields import KINDS, PARTS, fields_of, term_label
from policies.record.masking import holds_sensitive, masked

_TEXT, _MEMBERS = 200, 20


def expectation(node: Test, scope: Scope, wanted: bool) -> str:
    """What the test asks for, such as "is after 2025-11-22"; its opposite where that is ``wanted``."""
    operator = OPERATORS[node.operator]
    if operator.operand == "flag" and isinstance(node.operand, Constant):
        return operator.phrase if node.operand.value is wanted else operator.negated
    phrase = operator.phrase if wanted else operator.negated
    value = operand_for(operator, node.operand, scope)
    return phrase.replace("{}", operand_text(node.operand, value, node.path.slot))


def operand_text(operand: Operand, value: Any, slot: Slot) -> str:
    """What a field of ``slot`` is compared with; what other fields say is quoted unless it is sensitive."""
    if isinstance(operand, Constant):
        return operand.text
    if value is MISSING or (isinstance(value, Values) and not value.known and not value.complete):
        text = "not said" if isinstance(operand, FieldValue) else "something not said"
    else:
        text = masked(_plain(value)) if reads_sensitive(operand) else reads_as(value, slot)
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
    return shorten(value.isoformat()) if isinstance(value, date) else str(shorten(value))


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_words(day: date) -> str:
    """A day as a sentence says it: 5 January 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


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
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
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


def whereabouts(pointer: str) -> str:
    """Which entry of which list a pointer lies in, as the form calls it: " (Data it uses 2)", or nothing."""
    items = items_on(pointer)
    return f" ({list_name(pointer)} {int(items[-1].rpartition('/')[2]) + 1})" if items else ""


def row_name(pointer: str) -> str:
    """An entry of a list that has no name: "row 2 of “Data it uses”"."""
    return f"row {int(pointer.rpartition('/')[2]) + 1} of {quoted(list_name(pointer))}"


def quoted(text: str) -> str:
    return f"“{text}”"


def list_name(pointer: str) -> str:
    """What the form calls the innermost list that a pointer leads into."""
    items = items_on(pointer)
    name = items[-1].split("/")[-2] if items else pointer.rpartition("/")[2]
    return _list_labels().get(name, name)


@cache
def _list_labels() -> dict[str, str]:
    """What people read for each field that holds several things."""
    tables = (fields_of(table).values() for table in (*KINDS, *PARTS))
    return {field.name: field.label for fields in tables for field in fields if field.many}


def listed(words: Iterable[str], most: int = 4) -> str:
    """ "a, b and c"; the rest is counted."""
    unique = list(dict.fromkeys(words))
    shown, rest = unique[:most], len(unique) - most
    if rest > 0:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
