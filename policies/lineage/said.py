"""Reading records leniently: what is of a wrong type counts as not said, since rules report it themselves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from policies.language.kleene import Truth, all_of
from policies.language.values import WrongTypeError, parse_date


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The members of a list that have fields."""
    return (item for item in (value if isinstance(value, list) else ()) if isinstance(item, Mapping))


def words(value: Any) -> list[str] | None:
    """A list of words, or None where it or one of them was not said."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
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


def lies_under(word: str, above: Iterable[str]) -> bool:
    """Whether a dotted word is, or is a kind of, one of those above it."""
    return any(word == one or word.startswith(f"{one}.") for one in above)


def covered(asked: list[str] | None, by: list[str] | None) -> Truth:
    """Whether every word is or lies under one of ``by``."""
    if asked is not None and not asked:
        return True
    if asked is None or by is None:
        return None
    return all_of(lies_under(word, by) for word in asked)
