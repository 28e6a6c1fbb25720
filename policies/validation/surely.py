"""Whether a value surely meets a schema, told without the library: to import it takes as long as a check.

Only a yes counts. What doesn't fit, or holds anything that nobody can be sure of here, is left to the
library, which alone says what is wrong.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

Schema = Mapping[str, Any] | bool
Kinds = tuple[type, ...]
_ARRAY: Final[Kinds] = (list,)
_NUMBER: Final[Kinds] = (int, float)
_OBJECT: Final[Kinds] = (dict,)
_STRING: Final[Kinds] = (str,)
_ANY: Final[Kinds] = (dict, str, list, bool, int, float, type(None))
_TYPES: Final[Mapping[str, Kinds]] = {
    "array": _ARRAY,
    "boolean": (bool,),
    "null": (type(None),),
    "number": _NUMBER,
    "object": _OBJECT,
    "string": _STRING,
}
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


class _DoubtError(Exception):
    """Only the library knows."""


class Surely:
    """Asks the same schema about any number of values. ``formats``: those that are checked."""

    def __init__(self, schema: Mapping[str, Any], formats: Collection[str] = ()) -> None:
        self._schema = schema
        self._definitions = schema.get("$defs", {})
        self._formats = formats

    def fits(self, value: Any) -> bool:
        try:
            return self._fits(self._schema, value)
        except _DoubtError:
            return False

    def _fits(self, schema: Schema, value: Any) -> bool:
        """Exactly what the library says, or _DoubtError."""
        if isinstance(schema, bool):
            return schema
        kind = type(value)
        for keyword, asked in schema.items():
            about, meets = _KEYWORDS.get(keyword, _UNHEARD_OF)
            if kind in about:
                if not meets(self, asked, value, schema):
                    return False
            elif kind not in _ANY:
                raise _DoubtError
        return True

    def _any_of(self, forms: list[Schema], value: Any, _: Any) -> bool:
        return any(self._fits(form, value) for form in forms)

    def _ref(self, name: str, value: Any, _: Any) -> bool:
        return self._fits(self._definitions[name.removeprefix("#/$defs/")], value)

    def _if(self, condition: Schema, value: Any, schema: Mapping[str, Any]) -> bool:
        way = "then" if self._fits(condition, value) else "else"
        return self._fits(schema.get(way, True), value)

    def _items(self, item: Schema, value: list[Any], _: Any) -> bool:
        return all(self._fits(item, one) for one in value)

    def _properties(self, members: Mapping[str, Schema], value: dict[str, Any], _: Any) -> bool:
        return all(self._fits(members[name], one) for name, one in value.items() if name in members)

    def _others(self, schema: Schema, value: dict[str, Any], beside: Mapping[str, Any]) -> bool:
        known = beside.get("properties", {})
        return all(self._fits(schema, one) for name, one in value.items() if name not in known)

    def _names(self, schema: Schema, value: dict[str, Any], _: Any) -> bool:
        return all(self._fits(schema, name) for name in value)

    def _format(self, name: str, value: str, _: Any) -> bool:
        meets: Callable[[str], bool] = _FORMATS.get(name, _in_doubt)
        return name not in self._formats or meets(value)


def _in_doubt(*_: Any) -> bool:
    raise _DoubtError


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form)


def _is_day(text: str) -> bool:
    try:
        return _pattern(_DAY).fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_of_type(_: Surely, types: str | list[str], value: Any, __: Any) -> bool:
    wanted = (types,) if isinstance(types, str) else types
    return any(_is_whole(value) if name == "integer" else type(value) in _TYPES[name] for name in wanted)


def _is_whole(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


def _is_one_of(_: Surely, words: Collection[Any], value: Any, __: Any) -> bool:
    """To Python 1 is True, and so it is inside of lists and mappings."""
    if type(value) in (list, dict) and any(type(one) is type(value) for one in words):
        raise _DoubtError
    return any(one == value and (type(one) is bool) is (type(value) is bool) for one in words)


def _needs(_: Surely, needs: Mapping[str, list[str]], value: dict[str, Any], __: Any) -> bool:
    return all(set(others) <= value.keys() for name, others in needs.items() if name in value)


def _is_unique(_: Surely, asked: bool, value: list[Any], __: Any) -> bool:
    if not {type(one) for one in value} <= {str, int}:
        raise _DoubtError
    return not asked or len(set(value)) == len(value)


_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {"date": _is_day, "email": lambda text: "@" in text}
Meets = Callable[[Surely, Any, Any, Any], bool]
_UNHEARD_OF: Final[tuple[Kinds, Meets]] = _ANY, _in_doubt
# What each keyword is about, and whether a value of that type meets what it asks.
_KEYWORDS: Final[Mapping[str, tuple[Kinds, Meets]]] = {
    "anyOf": (_ANY, Surely._any_of),
    "const": (_ANY, lambda _, word, value, __: _is_one_of(_, (word,), value, __)),
    "enum": (_ANY, _is_one_of),
    "if": (_ANY, Surely._if),
    "$ref": (_ANY, Surely._ref),
    "type": (_ANY, _is_of_type),
    "additionalProperties": (_OBJECT, Surely._others),
    "dependentRequired": (_OBJECT, _needs),
    "maxProperties": (_OBJECT, lambda _, most, value, __: len(value) <= most),
    "minProperties": (_OBJECT, lambda _, least, value, __: len(value) >= least),
    "properties": (_OBJECT, Surely._properties),
    "propertyNames": (_OBJECT, Surely._names),
    "required": (_OBJECT, lambda _, names, value, __: all(name in value for name in names)),
    "items": (_ARRAY, Surely._items),
    "maxItems": (_ARRAY, lambda _, most, value, __: len(value) <= most),
    "minItems": (_ARRAY, lambda _, least, value, __: len(value) >= least),
    "uniqueItems": (_ARRAY, _is_unique),
    "format": (_STRING, Surely._format),
    "maxLength": (_STRING, lambda _, most, value, __: len(value) <= most),
    "minLength": (_STRING, lambda _, least, value, __: len(value) >= least),
    "pattern": (_STRING, lambda _, form, value, __: _pattern(form).search(value) is not None),
    "maximum": (_NUMBER, lambda _, most, value, __: value <= most),
    "minimum": (_NUMBER, lambda _, least, value, __: value >= least),
    # What asks for nothing by itself.
    **dict.fromkeys(("$schema", "$id", "$defs", "title", "description", "then", "else"), ((), _in_doubt)),
}
