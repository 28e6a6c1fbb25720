"""Between what a field of a form holds, which is text, and what a manifest says."""

import json
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from policies import PolicyError
from policies.record import Field, vocabulary
from policies.yamlio import load_yaml

YES, NO = "yes", "no"


class Unreadable(ValueError):
    """What was typed can't be read; the message says how to write it."""


def text_of(field: Field, value: Any) -> str:
    """What a form shows for one value."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case str():
            return value
        case int() | float():
            return json.dumps(value)
        case _:
            return json.dumps(value, ensure_ascii=False, indent=2)


def value_of(field: Field, text: str) -> Any:
    """What ``text`` says; None for nothing. Raises ``Unreadable``."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None
    match field.type:
        case "bool":
            return _yes_no(text)
        case "int":
            return _whole(text)
        case "dec":
            return _decimal(text)
        case "date":
            return _date(text)
        case "json":
            return _json(text)
        case "enum" | "set":
            return _term(field.of, text)
        case _:
            return text


def is_unknown(value: Any) -> bool:
    return isinstance(value, Mapping) and "$unknown" in value


def _yes_no(text: str) -> bool:
    if text not in {YES, NO}:
        raise Unreadable("Choose yes, no or not said.")
    return text == YES


def _whole(text: str) -> int:
    digits = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 16:
        raise Unreadable("Write a whole number in digits, such as 12000.")
    return int(digits)


def _decimal(text: str) -> int | float:
    digits = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    try:
        number = float(digits)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or "_" in digits:
        raise Unreadable("Write a number with a point for the fraction, such as 0.35.")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unreadable("Write a date as year-month-day, such as 2026-11-30.") from None


def _json(text: str) -> Any:
    """The reader that manifests go through: the same limits, and no NaN."""
    try:
        value = load_yaml(text, source="answer").value
    except PolicyError as problem:
        raise Unreadable(f"This is not JSON: {problem.message} in line {problem.line}.") from None
    if not isinstance(value, dict | list):
        raise Unreadable('Write JSON in braces or brackets, such as {"completeness": 98}.')
    return value


def _term(vocabulary_name: str, text: str) -> str | int:
    terms = {str(term): term for term in vocabulary(vocabulary_name)}
    if text not in terms:
        raise Unreadable("Choose one of the answers offered.")
    return terms[text]
