"""The changes that make a mutant out of a predicate, one at a time."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Predicate = Mapping[str, Any]
Change = tuple[dict[str, Any], str, str]  # the predicate after it, the place of the change, what was done
_FEW: Final = 3
_SEVERAL: Final = ("all", "any")
_QUANTIFIERS: Final = ("some", "every", "none")
_NUMBER_AT_END: Final = re.compile(r"^P(?:[0-9]+[YMW])*([0-9]+)([YMWD])$")


def changes_of(spec: Predicate, at: str) -> Iterator[Change]:
    """Every changed form of a predicate of the language; some may be no predicate any more."""
    for key, value in spec.items():
        rest = {name: other for name, other in spec.items() if name != key}
        for changed, pointer, change in _part(key, value, f"{at}/{key}"):
            yield ({"all": [rest, changed]} if rest else changed), pointer, change


def _part(key: str, value: Any, at: str) -> Iterator[Change]:
    if key in _SEVERAL:
        yield from (({key: many}, place, change) for many, place, change in _each(value, at))
    elif key == "not":
        yield from (({key: one}, place, change) for one, place, change in changes_of(value, at))
    elif key == "at_least":
        for number in (value["n"] - 1, value["n"] + 1):
            if number > 0:
                yield {key: value | {"n": number}}, f"{at}/n", f"{value['n']} becomes {number}"
        for many, place, change in _each(value["of"], f"{at}/of"):
            yield {key: value | {"of": many}}, place, change
    elif key in _QUANTIFIERS:
        yield from _quantified(key, value, at)
    elif key in ("count", "sum"):
        yield from _inside(key, value, at)
        for bound in ("gte", "lte"):
            if bound in value:
                for operand, change in _operands(value[bound]):
                    yield {key: value | {bound: operand}}, f"{at}/{bound}", change
    else:
        yield from _test(key, value, at)


def _each(specs: list[Predicate], at: str) -> Iterator[tuple[list[Predicate], str, str]]:
    for index, one in enumerate(specs):
        for changed, pointer, change in changes_of(one, f"{at}/{index}"):
            yield [*specs[:index], changed, *specs[index + 1 :]], pointer, change


def _quantified(key: str, value: dict[str, Any], at: str) -> Iterator[Change]:
    other = "every" if key == "some" else "some"
    swapped = dict(value)
    if other == "every" and "satisfies" not in swapped and "where" in swapped:
        swapped["satisfies"] = swapped.pop("where")
    yield {other: swapped}, at, f"{key!r} becomes {other!r}"
    yield from _inside(key, value, at)


def _inside(key: str, value: dict[str, Any], at: str) -> Iterator[Change]:
    if "where" in value:
        less = {name: one for name, one in value.items() if name != "where"}
        yield {key: less}, f"{at}/where", "'where' is dropped"
    for name in ("where", "satisfies"):
        for changed, pointer, change in changes_of(value.get(name, {}), f"{at}/{name}"):
            yield {key: value | {name: changed}}, pointer, change


def _test(path: str, value: Any, at: str) -> Iterator[Change]:
    yield {"not": {path: value}}, at, f"the test of {path!r} is negated"
    if not isinstance(value, dict):
        yield from (({path: operand}, at, change) for operand, change in _operands(value))
        return
    for operator, operand in value.items():
        if operator == "min_length" and operand in (0, 1):
            continue  # No boundary to show: what is empty counts as not said.
        for changed, change in _operands(operand):
            yield {path: value | {operator: changed}}, f"{at}/{operator}", change


def _operands(operand: Any) -> Iterator[tuple[Any, str]]:
    """Other values in place of a constant; that of a yes or no is what a negated test is already."""
    if isinstance(operand, bool | str):
        return
    if isinstance(operand, int | float):
        yield operand + 1, f"{operand} becomes {operand + 1}"
        yield operand - 1, f"{operand} becomes {operand - 1}"
    elif isinstance(operand, list) and len(operand) > 1:
        # Of a long list its ends stand for the rest.
        ends = range(len(operand)) if len(operand) <= _FEW else (0, len(operand) - 1)
        for index in ends:
            member = operand[index]
            yield [*operand[:index], *operand[index + 1 :]], f"{member!r} is taken out of the list"
    elif isinstance(operand, dict):
        yield from _references(operand)


def _references(operand: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    (form, inner), *_ = operand.items()
    if form in ("ago", "ahead") and isinstance(inner, str) and (found := _NUMBER_AT_END.match(inner)):
        longer = f"{inner[: found.start(1)]}{int(found[1]) + 1}{found[2]}"
        yield {form: longer}, f"{inner} becomes {longer}"
        if inner != "P0D":
            other = "ahead" if form == "ago" else "ago"
            yield {other: inner}, f"{form!r} becomes {other!r}"
    elif form in ("union", "sum") and "where" in inner:
        yield {form: {name: one for name, one in inner.items() if name != "where"}}, "'where' is dropped"
