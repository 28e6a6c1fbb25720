"""Sensitive values: what is shown in their place wherever a value would be quoted.

Findings travel to build logs, code hosts and reports, whose readers are not those of the entry. A place and
what kind of value stands there is enough to act on, and the value is read where it was said.
"""

from datetime import date
from functools import cache
from typing import Any, Final

from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of
from policies.record.pointers import trail_of

MASK: Final = "•••"
_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})


def masked(value: Any) -> str:
    """The mask with a hint: of what type a value is and how long, never a part of it."""
    return f"{MASK} ({_kind(value)})"


def is_masked(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(f"{MASK} (")


def is_sensitive(kind: str, pointer: str) -> bool:
    """Whether a JSON pointer into a record or manifest of ``kind`` leads to, or into, a sensitive field.

    A thing or list of things that has sensitive fields counts where the pointer ends at it.
    """
    field = _field_at(kind, pointer)
    return field is not None and (field.sensitive or holds_sensitive(field.of))


@cache
def holds_sensitive(table: str) -> bool:
    """Whether the things of a table have a sensitive field of their own."""
    return table in _TABLES and any(field.sensitive for field in fields_of(table).values())


def _field_at(kind: str, pointer: str) -> Field | None:
    trail = trail_of(kind, pointer)
    if not trail:
        return None
    last = trail[-1]
    return last.field if last.pointer == pointer or last.field.sensitive else None


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "yes or no"
        case int() | float():
            return "number"
        case date():
            return "date"
        case str():
            return f"text, {len(value)} character{'' if len(value) == 1 else 's'}"
        case list() | tuple() | set() | frozenset():
            return f"{len(value)} value{'' if len(value) == 1 else 's'}"
    return "not shown"
