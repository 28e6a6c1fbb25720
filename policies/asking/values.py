"""Values that would make one comparison true, or false: the next best that the field takes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from policies.language.nodes import Slot, Test
from policies.language.values import Values, as_json, bounds
from policies.record.fields import vocabulary

_FEW: Final = 4
# Stands for words that only people can find; said over and over where many are asked for.
TO_BE_WRITTEN: Final = "…"
_WRITTEN: Final = {
    "email": "name@example.org",
    "https_url": "https://example.org/",
    "semver": "1.0.0",
    "slug": "a-name",
}
_OPPOSITE: Final = {
    "eq": "ne",
    "in": "not_in",
    "gt": "lte",
    "gte": "lt",
    "intersects": "disjoint",
    "is_a": "disjoint_kind",
}
_OPPOSITES: Final = _OPPOSITE | {other: one for one, other in _OPPOSITE.items()}
_FLIPPED: Final = ("exists", "empty")
_DAY: Final = timedelta(days=1)


def values_for(test: Test, before: Any, operand: Any, today: date, wanted: bool) -> Iterator[Any]:
    """Candidates for the field of ``test``; none where it takes a person to think of one."""
    name, slot = test.operator, test.path.slot
    if name in ("after", "before"):
        yield from _days(name == "after", operand, today, wanted)
        return
    if name in ("format", "min_length") and slot.category == "text":
        if wanted:
            yield (
                _WRITTEN[str(operand)]
                if name == "format"
                else TO_BE_WRITTEN * max(1, int(bounds(operand)[0]))
            )
        return
    if name in _FLIPPED:
        yield from (_there if name == "exists" else _emptied)(slot, (operand is True) is wanted)
        return
    form = name if wanted else _OPPOSITES.get(name, "")
    if form in _SETS and slot.category == "set":
        yield from _SETS[form](_listed(before), _members(operand), slot)
    elif form in _NUMBERS and slot.category == "number":
        yield as_json(_NUMBERS[form](bounds(operand)))
    elif form in _SCALARS:
        yield from _SCALARS[form](_members(operand), slot)


def _text_of(name: str, operand: Any) -> str:
    if name == "format":
        return _WRITTEN.get(str(operand), TO_BE_WRITTEN)
    return TO_BE_WRITTEN * max(1, int(bounds(operand)[0]))


def _days(after: bool, operand: Any, today: date, wanted: bool) -> Iterator[str]:
    """Today where that will do: something done now. Else the nearest day that is as asked."""
    if after is wanted:
        day = operand + _DAY if wanted else operand
        yield max(day, today).isoformat()
    else:
        yield (operand - _DAY if wanted else operand).isoformat()


def _there(slot: Slot, wanted: bool) -> Iterator[Any]:
    """Whatever could be said there."""
    if not wanted:
        yield None
    elif slot.category == "flag":
        yield from (True, False)
    elif slot.category == "text":
        yield TO_BE_WRITTEN
    elif slot.vocabulary:
        words = vocabulary(slot.vocabulary)[:_FEW]
        yield from ([[word] for word in words] if slot.category == "set" else words)


def _emptied(slot: Slot, wanted: bool) -> Iterator[Any]:
    if wanted:
        yield []
    elif slot.category == "set" and slot.vocabulary:
        yield from ([word] for word in vocabulary(slot.vocabulary)[:_FEW])


def _listed(before: Any) -> list[Any]:
    return [one for one in before if one is not None] if isinstance(before, list) else []


def _members(operand: Any) -> list[Any]:
    found = operand.known if isinstance(operand, Values) else {operand}
    return sorted((_plain(one) for one in found), key=str)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | bool) else as_json(value)


def _others(words: Iterable[Any], slot: Slot) -> Iterator[Any]:
    if slot.category == "flag":
        yield from (one for one in (True, False) if one not in words)
    elif slot.vocabulary:
        yield from [one for one in vocabulary(slot.vocabulary) if one not in words][:_FEW]


def _is_a(one: Any, words: list[Any]) -> bool:
    return any(str(one) == str(word) or str(one).startswith(f"{word}.") for word in words)


def _at_least_as_high(words: list[Any], slot: Slot) -> Iterator[Any]:
    ranked = vocabulary(slot.vocabulary)
    yield from ranked[max((ranked.index(word) for word in words if word in ranked), default=0) :][:_FEW]


_NUMBERS: Final[dict[str, Callable[[Any], Any]]] = {
    "gte": lambda limits: limits[1],
    "gt": lambda limits: limits[1] + 1,
    "lte": lambda limits: limits[0],
    "lt": lambda limits: limits[0] - 1,
    "eq": lambda limits: limits[0],
    "ne": lambda limits: limits[1] + 1,
}
_SCALARS: Final[dict[str, Callable[[list[Any], Slot], Iterable[Any]]]] = {
    "eq": lambda words, slot: words[:_FEW],
    "in": lambda words, slot: words[:_FEW],
    "is_a": lambda words, slot: words[:_FEW],
    "covered_by": lambda words, slot: words[:_FEW],
    "ne": _others,
    "not_in": _others,
    "rank_gte": _at_least_as_high,
}
_SETS: Final[dict[str, Callable[[list[Any], list[Any], Slot], Iterable[Any]]]] = {
    "intersects": lambda old, words, slot: [[*old, word] for word in words[:_FEW]],
    "is_a": lambda old, words, slot: [[*old, word] for word in words[:_FEW]],
    "superset": lambda old, words, slot: [[*old, *(word for word in words if word not in old)]],
    "disjoint": lambda old, words, slot: [[one for one in old if one not in words]],
    "disjoint_kind": lambda old, words, slot: [[one for one in old if not _is_a(one, words)]],
    "subset": lambda old, words, slot: [[one for one in old if one in words]],
    "covered_by": lambda old, words, slot: [[one for one in old if _is_a(one, words)]],
}
