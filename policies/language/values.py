"""What operators compare: values read from a record, each in the form its field promises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

Number = int | float | Decimal  # float only for the infinities of an Interval


class WrongTypeError(Exception):
    """A value is not of the type its field promises: the rule that met it can't be evaluated.

    ``pointer`` is the JSON pointer of the value, where it is known.
    """

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


class Missing:
    """Not said. One instance, ``MISSING``."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of which only bounds are known, both inclusive."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Values:
    """A set of which ``known`` is certain; ``complete`` says whether that is all of it."""

    known: frozenset[str | int | Decimal]
    complete: bool = True


def said(value: Any) -> Any:
    """``value``, or MISSING for null, blank text and ``{"$unknown": reason}`` with nothing beside it.

    A reference that can't be resolved keeps what it was called by, so it was said; its fields are missing.
    """
    if value is None:
        return MISSING
    if isinstance(value, str):
        return value if value and not value.isspace() else MISSING
    if isinstance(value, dict) and "$unknown" in value and len(value) == 1:
        return MISSING
    return value


def bounds(value: Number | Interval) -> tuple[Number, Number]:
    return (value.low, value.high) if isinstance(value, Interval) else (value, value)


def exact(value: int | float) -> int | Decimal:
    """The number as written: 0.1 is a tenth, and not the nearest binary fraction."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def as_json(value: Number) -> int | float:
    """The number as JSON writes it; whole decimals become whole numbers."""
    return int(value) if value == value.__floor__() else float(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise WrongTypeError("text was expected")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongTypeError("true or false was expected")


def _number(value: Any) -> int | Decimal | Interval:
    if value.__class__ is int or isinstance(value, Interval):
        known: int | Interval = value
        return known
    if isinstance(value, int | float) and not isinstance(value, bool):
        return exact(value)
    raise WrongTypeError("a number was expected")


_MONTHS: Final = "January February March April May June July August September October November December"


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """The day of an ISO date (``2026-11-22``) or of a date and time. Raises WrongTypeError."""
    try:
        if len(text) >= 10 and text[4] == text[7] == "-" and text[10:11] in ("", "T"):
            return date.fromisoformat(text[:10])
    except ValueError:
        pass
    raise WrongTypeError("a date like 2026-11-22 was expected")


def in_words(day: date) -> str:
    """A day as a sentence says it: 5 January 2027."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def _date(value: Any) -> date:
    if isinstance(value, str):
        return parse_date(value)
    raise WrongTypeError("a date like 2026-11-22 was expected")


def _term(value: Any) -> str | int | Decimal:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return exact(value) if isinstance(value, float) else value
    raise WrongTypeError("one word of a vocabulary was expected")


def _set(value: Any) -> Values:
    if isinstance(value, Values):
        return value
    if not isinstance(value, list):
        raise WrongTypeError("a list was expected")
    if _are_words(value):
        return Values(frozenset(value))
    items = [said(item) for item in value]
    known = frozenset(_term(item) for item in items if item is not MISSING)
    return Values(known, complete=MISSING not in items)


def _are_words(value: list[Any]) -> bool:
    """Whether each member is a text that says something: the usual case, told without a call for each."""
    try:
        return all(map(str.strip, value))
    except TypeError:
        return False


def _as_it_is(value: Any) -> Any:
    return value


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "text": _text,
    "flag": _flag,
    "number": _number,
    "date": _date,
    "term": _term,
    "set": _set,
    "mapping": _as_it_is,
    "items": _as_it_is,
    "other": _as_it_is,
}


def length(value: Any) -> int:
    """Characters of a text, entries of a list or members of a mapping. Raises WrongTypeError."""
    if isinstance(value, str | list | dict):
        return len(value)
    if isinstance(value, Values):
        return len(value.known)
    raise WrongTypeError("text or a list was expected")
