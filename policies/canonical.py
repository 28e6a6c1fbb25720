"""One byte string for one value, and the digest that names it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

import rfc8785

from policies.errors import PolicyError


def canonical_bytes(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) of a JSON-like value, as UTF-8.

    Raises PolicyError where JSON can't say it: NaN, infinity, integers beyond 2^53, lone surrogates.
    """
    try:
        if _is_plain(value):
            return _ENCODE(value).encode()
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as problem:
        raise PolicyError(f"This value has no canonical JSON form: {problem}") from problem


# Of plain values it writes what RFC 8785 asks for, in compiled code.
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_WHOLE: Final = 2**53 - 1


def _is_plain(value: Any) -> bool:
    """Whether Python writes all in it as RFC 8785 does: members named in ASCII, and no odd numbers."""
    ahead: list[Iterable[Any]] = [(value,)]
    while ahead:
        for one in ahead.pop():
            kind = type(one)
            if kind is dict:
                if not _names_are_plain(one):
                    return False
                ahead.append(one.values())
            elif kind is list:
                ahead.append(one)
            elif not (kind is str or kind is bool or one is None or _is_plain_number(one)):
                return False
    return True


def _names_are_plain(names: Iterable[Any]) -> bool:
    try:
        return "".join(names).isascii()
    except TypeError:
        return False


def _is_plain_number(value: Any) -> bool:
    """A fraction is written otherwise where it is whole, or has an exponent."""
    if type(value) is int:
        return -_WHOLE <= value <= _WHOLE
    return type(value) is float and 1e-4 <= abs(value) < 1e15 and value % 1 != 0


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of ``value``: 64 lower-case hexadecimal characters."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
