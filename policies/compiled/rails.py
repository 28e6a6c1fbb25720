"""A predicate as two Python expressions: one true where it certainly holds, one where it certainly doesn't.

With these, Kleene's logic needs nothing but ``and``, ``or`` and ``not``: what neither is true of is unknown.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple


class Rails(NamedTuple):
    """Expressions: does it certainly hold, does it certainly not."""

    true: str
    false: str


class NotCompiled(Exception):
    """A predicate has no expression: the reference interpreter answers for its rule."""


ALWAYS: Final = Rails("True", "False")
NEVER_KNOWN: Final = Rails("False", "False")


def both(expressions: Iterable[str]) -> str:
    return _joined(expressions, " and ", neutral="True", decisive="False")


def either(expressions: Iterable[str]) -> str:
    return _joined(expressions, " or ", neutral="False", decisive="True")


def negated(expression: str) -> str:
    return {"True": "False", "False": "True"}.get(expression, f"(not {expression})")


def all_rails(parts: Iterable[Rails]) -> Rails:
    listed = list(parts)
    return Rails(both(one.true for one in listed), either(one.false for one in listed))


def any_rails(parts: Iterable[Rails]) -> Rails:
    listed = list(parts)
    return Rails(either(one.true for one in listed), both(one.false for one in listed))


def answered(said: str, asked: str) -> Rails:
    """The rails of an expression that gives Kleene's three values, asked where ``said`` is true."""
    return Rails(f"({said} and {asked} is True)", f"({said} and {asked} is False)")


def _joined(expressions: Iterable[str], word: str, *, neutral: str, decisive: str) -> str:
    parts = [one for one in dict.fromkeys(expressions) if one != neutral]
    if decisive in parts:
        return decisive
    return f"({word.join(parts)})" if len(parts) > 1 else parts[0] if parts else neutral
