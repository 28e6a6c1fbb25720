"""What an unquoted word means: the YAML 1.2 core schema, where ``NO``, ``yes`` and dates stay text."""

import math
import re

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WHOLE = re.compile(r"(?:([-+]?[0-9]+)|0o([0-7]+)|0x([0-9a-fA-F]+))")
_NOT_FINITE = re.compile(r"[-+]?(?:\.(?:inf|Inf|INF)|Infinity)|\.(?:nan|NaN|NAN)|NaN")
_LARGEST = 2**53  # beyond it JavaScript and canonical JSON lose digits
_DIGITS = 400


class BadScalarError(Exception):
    """An unquoted word that would be a number no JSON reader agrees on."""


def plain_value(word: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar. Raises BadScalarError for NaN, infinities and numbers too large."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "+-.0123456789NI":
        return word
    if len(word) < 16 and word.isascii() and word.isdigit():
        return int(word)
    if _NOT_FINITE.fullmatch(word):
        raise BadScalarError(f"{word} is not a number that can be stored")
    whole = _WHOLE.fullmatch(word)
    if whole:
        return _whole_number(whole)
    if _NUMBER.fullmatch(word):
        return _decimal_number(word)
    return word


def _whole_number(found: re.Match[str]) -> int:
    decimal, octal, hexadecimal = found.groups()
    if len(found[0]) > _DIGITS:
        raise BadScalarError("This whole number is beyond the limit of 2^53")
    number = int(decimal) if decimal else int(octal, 8) if octal else int(hexadecimal, 16)
    if abs(number) > _LARGEST:
        raise BadScalarError("This whole number is beyond the limit of 2^53")
    return number


def _decimal_number(word: str) -> float:
    number = float(word)
    if not math.isfinite(number):
        raise BadScalarError("This number is too large to be stored")
    return number
