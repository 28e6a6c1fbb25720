"""One byte string for one value, and the digest that names it."""

import hashlib
from typing import Any

import rfc8785

from policies.errors import PolicyError


def canonical_bytes(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) of a JSON-like value, as UTF-8.

    Raises PolicyError where JSON can't say it: NaN, infinity, integers beyond 2^53, lone surrogates.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as problem:
        raise PolicyError(f"This value has no canonical JSON form: {problem}") from problem


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of ``value``: 64 lower-case hexadecimal characters."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
