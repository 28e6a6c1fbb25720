"""What a pack names for its rules: parameters with types and bounds, and lists with their source."""

from collections.abc import Callable, Mapping
from math import floor
from typing import Any, Final

from policies.language.context import Named, Names, Source
from policies.language.durations import in_days, parse_duration
from policies.language.literals import constant, constant_set
from policies.language.nodes import Category
from policies.language.values import WrongTypeError, exact
from policies.record.fields import vocabularies

_PLAIN: Final[Mapping[str, Category]] = {
    "int": "number",
    "number": "number",
    "text": "text",
    "bool": "flag",
    "date": "date",
}


def read_names(source: Source, spec: Mapping[str, Any]) -> Names:
    """Parameters and lists. Raises PackError for a default outside its own type or bounds."""
    lists = {name: _list(source, one, f"/lists/{name}") for name, one in spec.get("lists", {}).items()}
    said = spec.get("params", {})
    params = {name: read_param(source, one, lists, f"/params/{name}") for name, one in said.items()}
    return Names(params, lists)


def _list(source: Source, spec: Mapping[str, Any], pointer: str) -> Named:
    category, words = _type(source, spec["type"], f"{pointer}/type")
    constant_set(source, spec["values"], category, words, f"{pointer}/values")
    return Named(spec["values"], category, words, many=True)


def _type(source: Source, name: str, pointer: str) -> tuple[Category, str]:
    if name in _PLAIN:
        return _PLAIN[name], ""
    if name in vocabularies():
        return "term", name
    source.unknown(pointer, "a type or a vocabulary", name, [*_PLAIN, *vocabularies()])


def read_param(source: Source, spec: Mapping[str, Any], lists: Mapping[str, Named], pointer: str) -> Named:
    """One parameter. Raises PackError where its default is not of its type, or is outside its bounds."""
    default, at = spec["default"], f"{pointer}/default"
    if spec["type"] == "duration":
        return _duration(source, spec, pointer)
    if spec["type"] == "list":
        category, words = _type(source, spec.get("items", "text"), f"{pointer}/items")
        if isinstance(default, dict):
            default = _listed(source, default.get("list"), lists, at)
        if not isinstance(default, list):
            source.fail(at, f"{default!r} stands where a list is expected", "Put it in brackets.")
        constant_set(source, default, category, words, at)
        return Named(default, category, words, many=True)
    category, words = _type(source, spec["type"], f"{pointer}/type")
    constant(source, default, category, words, at)
    if category == "number":
        if "min" not in spec and "max" not in spec:
            source.fail(pointer, "This parameter has no bounds", "Give min, max or both.")
        if spec["type"] == "int" and floor(exact(default)) != exact(default):
            source.fail(at, f"{default} is not a whole number")
        for name in {"min", "max"} & spec.keys():
            constant(source, spec[name], category, words, f"{pointer}/{name}")
        _check_bounds(source, spec, pointer, exact)
    return Named(default, category, words)


def _listed(source: Source, name: Any, lists: Mapping[str, Named], pointer: str) -> list[Any]:
    if name not in lists:
        source.unknown(pointer, "a list of this pack", name, lists)
    values: list[Any] = lists[name].value
    return values


def _duration(source: Source, spec: Mapping[str, Any], pointer: str) -> Named:
    for name in ("default", "min", "max"):
        if name in spec and parse_duration(str(spec[name])) is None:
            message = f"{spec[name]!r} is not a duration"
            source.fail(f"{pointer}/{name}", message, "Write it like P12M or P90D.")
    try:
        _check_bounds(source, spec, pointer, _days)
    except WrongTypeError as problem:
        source.fail(f"{pointer}/default", f"{spec['default']!r} is too long: {problem}")
    return Named(spec["default"], None, duration=parse_duration(spec["default"]))


def _days(text: str) -> int:
    duration = parse_duration(text)
    return in_days(duration) if duration else 0


def _check_bounds(
    source: Source, spec: Mapping[str, Any], pointer: str, measure: Callable[[Any], Any]
) -> None:
    default = measure(spec["default"])
    low, high = (measure(spec.get(name, spec["default"])) for name in ("min", "max"))
    if not low <= default <= high:
        source.fail(f"{pointer}/default", f"{spec['default']} is outside this parameter's own bounds")
