"""Keywords that look at one value and at nothing in it."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sized
from datetime import date
from typing import Any, Final

Fits = Callable[[Any], bool]
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Final[Mapping[str, Fits]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
}


def _type(expected: str | list[str]) -> Fits:
    if isinstance(expected, str):
        return _TYPES[expected]
    tests = [_TYPES[name] for name in expected]
    return lambda value: any(test(value) for test in tests)


def same(value: Any) -> Hashable:
    """Equal for values that JSON Schema takes for equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, list):
        return "list", tuple(map(same, value))
    if isinstance(value, dict):
        return "mapping", frozenset((name, same(one)) for name, one in value.items())
    return isinstance(value, bool), value


def _enum(expected: list[Any]) -> Fits:
    known = frozenset(map(same, expected))
    return lambda value: same(value) in known


def _unique(expected: bool) -> Fits:
    def fits(value: Any) -> bool:
        return not isinstance(value, list) or len(set(map(same, value))) == len(value)

    return fits if expected else lambda value: True


def _pattern(expected: str) -> Fits:
    search = re.compile(expected).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _sized(kind: type[Sized], holds: Callable[[int, int], bool]) -> Callable[[int], Fits]:
    def build(expected: int) -> Fits:
        return lambda value: not isinstance(value, kind) or holds(len(value), expected)

    return build


def _bounded(holds: Callable[[Any, Any], bool]) -> Callable[[Any], Fits]:
    return lambda expected: lambda value: not _is_number(value) or holds(value, expected)


def _at_least(found: Any, bound: Any) -> bool:
    return bool(found >= bound)


def _at_most(found: Any, bound: Any) -> bool:
    return bool(found <= bound)


def missing(name: str, expected: Any, value: Any) -> Iterator[str]:
    """The members that ``required`` and the like miss; of any other keyword nothing by name, once."""
    if name == "required":
        yield from (member for member in expected if member not in value)
    elif name == "dependentRequired":
        wanted = (needs for member, needs in expected.items() if member in value)
        yield from (member for needs in wanted for member in needs if member not in value)
    else:
        yield ""


def _needs(name: str) -> Callable[[Any], Fits]:
    def build(expected: Any) -> Fits:
        return lambda value: not isinstance(value, dict) or not any(missing(name, expected, value))

    return build


def _is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


KEYWORDS: Final[Mapping[str, Callable[[Any], Fits]]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda expected: _enum([expected]),
    "pattern": _pattern,
    "uniqueItems": _unique,
    "required": _needs("required"),
    "dependentRequired": _needs("dependentRequired"),
    "minLength": _sized(str, _at_least),
    "maxLength": _sized(str, _at_most),
    "minItems": _sized(list, _at_least),
    "maxItems": _sized(list, _at_most),
    "minProperties": _sized(dict, _at_least),
    "maxProperties": _sized(dict, _at_most),
    "minimum": _bounded(_at_least),
    "maximum": _bounded(_at_most),
}
FORMATS: Final[Mapping[str, Fits]] = {
    "date": _is_date,
    "email": lambda value: not isinstance(value, str) or "@" in value,
}
