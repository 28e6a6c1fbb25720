"""What a pack names for its rules: parameters with types and bounds, and lists with their source."""

from collections.abc import Mapping
from typing import Any, Final

from policies.language.context import Named, Names, Source
from policies.language.durations import parse_duration
from policies.language.literals import constant, constant_set
from policies.language.nodes import Category
from policies.language.values import exact
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
    params = {
        name: _param(source, one, lists, f"/params/{name}") for name, one in spec.get("params", {}).items()
    }
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


def _param(source: Source, spec: Mapping[str, Any], lists: Mapping[str, Named], pointer: str) -> Named:
    default, at = spec["default"], f"{pointer}/default"
    if spec["type"] == "duration":
        return _duration(source, spec, pointer)
    if spec["type"] == "list":
        category, words = _type(source, spec.get("items", "text"), f"{pointer}/items")
        if isinstance(default, dict):
            default = _listed(source, default["list"], lists, at)
        constant_set(source, default if isinstance(default, list) else [default], category, words, at)
        return Named(default, category, words, many=True)
    category, words = _type(source, spec["type"], f"{pointer}/type")
    constant(source, default, category, words, at)
    if category == "number":
        _check_bounds(source, spec, pointer)
    return Named(default, category, words)


def _listed(source: Source, name: str, lists: Mapping[str, Named], pointer: str) -> list[Any]:
    if name not in lists:
        source.unknown(pointer, "a list of this pack", name, lists)
    values: list[Any] = lists[name].value
    return values


def _duration(source: Source, spec: Mapping[str, Any], pointer: str) -> Named:
    duration = parse_duration(str(spec["default"]))
    if duration is None:
        source.fail(
            f"{pointer}/default", f"{spec['default']!r} is not a duration", "Write it like P12M or P90D."
        )
    return Named(spec["default"], None, duration=duration)


def _check_bounds(source: Source, spec: Mapping[str, Any], pointer: str) -> None:
    if "min" not in spec and "max" not in spec:
        source.fail(pointer, "This parameter has no bounds", "Give min, max or both.")
    default = exact(spec["default"])
    if spec["type"] == "int" and default % 1:
        source.fail(f"{pointer}/default", f"{spec['default']} is not a whole number")
    if default < exact(spec.get("min", spec["default"])) or default > exact(spec.get("max", spec["default"])):
        source.fail(f"{pointer}/default", f"{spec['default']} is outside this parameter's own bounds")
