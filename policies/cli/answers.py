"""What somebody types as an answer, put into a manifest at the place that was asked about."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from policies.record import Field, fields_of, validate_manifest, vocabulary
from policies.record.problems import Problem

NONE: Final = "none"
# Of a number, before or after the point.
_DIGITS: Final = 15
_WORDS: Final = {"yes": True, "y": True, "no": False, "n": False}
Document = dict[str, Any]


def answered(document: Document, pointer: str, field: Field, typed: str) -> tuple[Document, list[Problem]]:
    """The manifest with the answer, and what is wrong with it there; the old one stays as it is.

    Of a list of rows ``typed`` is the first answer of one more row; "none" says of any list that it is empty.
    Raises ValueError, in words, for what can't be read as an answer.
    """
    whole: Document = _copied(document)
    *around, last = pointer.split("/")[1:]
    holder: Any = whole
    for step in around:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    holder[last] = _value(field, typed.strip(), holder.get(last))
    wrong = [one for one in validate_manifest(whole) if one.pointer.startswith(pointer)]
    return whole, wrong


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _value(field: Field, typed: str, before: Any) -> Any:
    if field.many and typed.lower() == NONE:
        return [NONE] if field.type == "set" and NONE in vocabulary(field.of) else []
    if field.type == "parts":
        first = first_of(field)
        row = {first.name: _value(first, typed, None)}
        return [*(before if isinstance(before, list) else []), row]
    if field.many:
        return [_text(one.strip()) for one in typed.split(",") if one.strip()]
    return _READ.get(field.type, _text)(typed)


def first_of(field: Field) -> Field:
    """What is asked first of a row: what it requires, or else what its table begins with."""
    table: Mapping[str, Field] = fields_of(field.of)
    return next((one for one in table.values() if one.required), next(iter(table.values())))


def _flag(typed: str) -> bool:
    if typed.lower() not in _WORDS:
        raise ValueError("answer yes or no")
    return _WORDS[typed.lower()]


def _whole_number(typed: str) -> int:
    number = _number(typed)
    if not isinstance(number, int):
        raise ValueError(f"{typed!r} is not a whole number")
    return number


def _text(typed: str) -> str:
    """What a file can't hold, such as half a letter or a bell, is no text."""
    if not all(one.isprintable() for one in typed):
        raise ValueError("there is a sign in it that is no letter")
    return typed


def _number(typed: str) -> float | int:
    try:
        number = Decimal(typed)
    except ArithmeticError:
        raise ValueError(f"{typed!r} is not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        raise ValueError(f"{typed!r} is no number that can be kept")
    return int(number) if number == number.to_integral_value() else float(number)


_READ: Final[Mapping[str, Callable[[str], Any]]] = {"bool": _flag, "int": _whole_number, "dec": _number}
