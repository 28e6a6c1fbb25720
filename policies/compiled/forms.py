"""Reading what is not said in the usual way: each gives the value as rules compare it, and None for missing.

They raise ``Odd`` or ``WrongTypeError`` for what is not of the type its field promises.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from policies.compiled.memos import DAYS, SETS, WORDS_AND_FLAGS, Memo, Odd
from policies.engine.interpret import days_from
from policies.engine.scope import bounded
from policies.language import comparing
from policies.language.values import MISSING, READERS, Interval, Values, length, said

_CATEGORIES: Final = ("text", "term", "flag", "number", "date", "set")


def _reader(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def reads(value: Any) -> Any:
        found = said(value)
        return None if found is MISSING else read(found)

    return reads


_READ: Final = {category: _reader(READERS[category]) for category in _CATEGORIES}


def _bounded_value(holder: Any, name: str, category: str) -> Any:
    found = bounded(holder, name, said(holder.get(name)))
    return None if found is MISSING else READERS[category](found)


def _bounded_length(holder: Any, name: str, _: str) -> int | None:
    found = bounded(holder, name, said(holder.get(name)))
    return None if found is MISSING else length(found)


def _rank(value: Any, vocabulary: str) -> Any:
    """A word that has a rank: the comparison that would ask for it may never be made."""
    found = _READ["term"](value)
    if found is not None:
        comparing.rank(found, vocabulary)
    return found


def moving(today: date) -> dict[str, Any]:
    """Today moved by as many days or months as a field says: by functions, and of whole numbers as memos."""
    found: dict[str, Any] = {}
    for name, sign in (("ago", -1), ("ahead", 1)):
        found[name] = moved = partial(_moved, today, sign)
        for unit in ("days", "months"):
            found[f"{name}_{unit}"] = Memo(partial(moved, unit=unit), frozenset({int}))
    return found


def _moved(today: date, sign: int, value: Any, unit: str) -> date | None:
    number = _READ["number"](value)
    return None if number is None else days_from(today, number, unit, sign)


def _item(value: Any) -> dict[str, Any]:
    """An item that is no mapping: one of which nothing is said, or ``Odd``."""
    if said(value) is MISSING:
        return {}
    raise Odd


def _no_mapping(value: Any) -> None:
    if said(value) is not MISSING:
        raise Odd


def _reached(value: Any, steps: tuple[str, ...], read: Callable[[Any], Any], most: int) -> list[Any]:
    """What is read of each item, across lists on the way; None for what is not said."""
    found = [None if item is None else read(item) for item in _reach(value, steps)]
    if len(found) > most:
        raise Odd
    return found


def _reach(value: Any, steps: tuple[str, ...]) -> Iterator[dict[str, Any] | None]:
    found = said(value)
    if found is MISSING:
        yield None
    elif isinstance(found, list):
        for item in found:
            yield from _reach(item, steps)
    elif not isinstance(found, dict):
        raise Odd
    elif steps:
        yield from _reach(found.get(steps[0]), steps[1:])
    else:
        yield found


HELPERS: Final[dict[str, Any]] = {
    **{f"read_{category}": read for category, read in _READ.items()},
    "read_raw": _reader(lambda value: value),
    "read_length": _reader(length),
    "bounded_value": _bounded_value,
    "bounded_length": _bounded_length,
    "rank": _rank,
    "item": _item,
    "no_mapping": _no_mapping,
    "reached": _reached,
    "not_below": comparing.not_below,
    "not_above": comparing.not_above,
    "Interval": Interval,
    "Values": Values,
    "INFINITE": float("inf"),
    "NOT_SAID": (None,),
    "UNKNOWN": "$unknown",
    "DAYS": DAYS,
    "SETS": SETS,
    "Memo": Memo,
    "WORDS_AND_FLAGS": WORDS_AND_FLAGS,
    "Odd": Odd,
}
