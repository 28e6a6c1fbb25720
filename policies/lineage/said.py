"""Reading records leniently: what is of a wrong type counts as not said, since rules report it themselves."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from policies.language.kleene import Truth
from policies.language.values import WrongTypeError, parse_date


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The members of a list that have fields."""
    return [item for item in value if isinstance(item, (dict, Mapping))] if isinstance(value, list) else []


def words(value: Any) -> list[str] | None:
    """A list of words, or None where it or one of them was not said."""
    if not isinstance(value, list):
        return None
    for item in value:
        if not isinstance(item, str):
            return None
    return value


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def flag(value: Any) -> Truth:
    return value if isinstance(value, bool) else None


def number(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def day(value: Any) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else None
    except WrongTypeError:
        return None


def stands(scope: Mapping[str, Any], today: date) -> Truth:
    """Whether a consent still stands."""
    ends = day(scope.get("expires_on"))
    return None if ends is None else ends >= today


class Above(NamedTuple):
    """Dotted words, ready to be asked what lies under them."""

    exact: frozenset[str]
    dotted: tuple[str, ...]


def above(words: Iterable[str]) -> Above:
    listed = tuple(words)
    return Above(frozenset(listed), tuple([f"{one}." for one in listed]))


def lies_under(word: str, by: Above) -> bool:
    """Whether a dotted word is, or is a kind of, one of those above it."""
    return word in by.exact or word.startswith(by.dotted)


def covered(asked: list[str] | None, by: Above | None) -> Truth:
    """Whether every word is or lies under one of ``by``."""
    if asked is not None and not asked:
        return True
    if asked is None or by is None:
        return None
    return all(lies_under(word, by) for word in asked)
