"""A schema turned into functions: for each keyword whether a value meets it, and what is wrong if not."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from policies.validation import plain
from policies.validation.faults import Fault, Place

Schema = Mapping[str, Any] | bool
Keywords = Mapping[str, Any]
Fits = Callable[[Any], bool]
Faults = Callable[[Any, Place], Iterator[Fault]]
_SAID_ABOUT: Final = frozenset({"$schema", "$id", "$defs", "title", "description", "then", "else"})
# Of each form that a value might have had, enough to tell which one was meant.
_OF_A_FORM: Final = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """What one keyword asks."""

    fits: Fits
    faults: Faults


class _Node:
    """One schema: ``fits`` asks all its parts, ``faults`` tells of those that are not met.

    It is read when it is first asked: most values say little of what their schema knows.
    """

    __slots__ = ("_parts", "_read", "fits")

    def __init__(self, read: Callable[[], list[_Part]]) -> None:
        self._read = read
        self._parts: list[_Part] | None = None
        self.fits: Fits = self._fits_first

    def faults(self, value: Any, path: Place) -> Iterator[Fault]:
        for part in self.parts:
            if not part.fits(value):
                yield from part.faults(value, path)

    @property
    def parts(self) -> list[_Part]:
        if self._parts is None:
            self._parts = self._read()
            asked = [part.fits for part in self._parts]
            self.fits = asked[0] if len(asked) == 1 else _all(asked)
        return self._parts

    def _fits_first(self, value: Any) -> bool:
        """Reading the parts puts another function in place of this one."""
        return bool(self.parts is not None and self.fits(value))


class Validator:
    """Ready to be asked about any number of values. ``formats``: those that are checked."""

    def __init__(self, schema: Keywords, *, formats: Collection[str] = ()) -> None:
        self._definitions = schema.get("$defs", {})
        self._formats = frozenset(formats)
        self._named: dict[str, _Node] = {}
        self._root = self._node(schema)

    def fits(self, value: Any) -> bool:
        return self._root.fits(value)

    def faults(self, value: Any, most: int | None = None) -> Iterator[Fault]:
        """Each place that does not meet the schema, in the order of the schema, and no more than ``most``."""
        return islice(self._root.faults(value, ()), most)

    def _node(self, schema: Schema) -> _Node:
        return _Node(lambda: self._parts(schema))

    def _parts(self, schema: Schema) -> list[_Part]:
        if isinstance(schema, Mapping):
            return [self._part(name, schema) for name in schema if name not in _SAID_ABOUT]
        return [] if schema else [_leaf("not", lambda value: False, {"not": {}})]

    def _part(self, name: str, schema: Keywords) -> _Part:
        expected = schema[name]
        if name in plain.KEYWORDS:
            return _leaf(name, plain.KEYWORDS[name](expected), schema)
        if name == "format":
            checked = plain.FORMATS[expected] if expected in self._formats else lambda value: True
            return _leaf(name, checked, schema)
        build: Callable[[Keywords], _Part] = {
            "$ref": self._ref,
            "properties": self._properties,
            "additionalProperties": self._additional,
            "propertyNames": self._names,
            "items": self._items,
            "anyOf": self._any_of,
            "oneOf": self._one_of,
            "if": self._if,
        }[name]
        return build(schema)

    def _ref(self, schema: Keywords) -> _Part:
        name = schema["$ref"].removeprefix("#/$defs/")
        node = self._named.get(name)
        if node is None:
            node = self._named[name] = self._node(self._definitions[name])
        return _part_of(node)

    def _properties(self, schema: Keywords) -> _Part:
        nodes = {name: self._node(one) for name, one in schema["properties"].items()}

        def fits(value: Any) -> bool:
            if isinstance(value, dict):
                for name, one in value.items():
                    if name in nodes and not nodes[name].fits(one):
                        return False
            return True

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            for name, node in nodes.items():
                if name in value and not node.fits(value[name]):
                    yield from node.faults(value[name], (*path, name))

        return _Part(fits, faults)

    def _additional(self, schema: Keywords) -> _Part:
        expected, known = schema["additionalProperties"], schema.get("properties", {})
        node = self._node(expected) if isinstance(expected, Mapping) else None

        def fits(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            if node is None:
                return bool(value.keys() <= known.keys())
            return all(node.fits(value[name]) for name in value if name not in known)

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            for name in (name for name in value if name not in known):
                if node is None:
                    yield Fault("additionalProperties", expected, value, schema, path, name)
                else:
                    yield from node.faults(value[name], (*path, name))

        return _Part(fits, faults)

    def _names(self, schema: Keywords) -> _Part:
        node = self._node(schema["propertyNames"])

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            for name in value:
                yield from node.faults(name, path)

        return _Part(lambda value: not isinstance(value, dict) or all(map(node.fits, value)), faults)

    def _items(self, schema: Keywords) -> _Part:
        node = self._node(schema["items"])

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            for index, one in enumerate(value):
                if not node.fits(one):
                    yield from node.faults(one, (*path, index))

        return _Part(lambda value: not isinstance(value, list) or all(map(node.fits, value)), faults)

    def _any_of(self, schema: Keywords) -> _Part:
        nodes = [self._node(one) for one in schema["anyOf"]]

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            inside = (islice(node.faults(value, path), _OF_A_FORM) for node in nodes)
            found = tuple(fault for one in inside for fault in one)
            yield Fault("anyOf", schema["anyOf"], value, schema, path, inside=found)

        return _Part(lambda value: any(node.fits(value) for node in nodes), faults)

    def _one_of(self, schema: Keywords) -> _Part:
        nodes = [self._node(one) for one in schema["oneOf"]]

        def fits(value: Any) -> bool:
            return sum(node.fits(value) for node in nodes) == 1

        return _leaf("oneOf", fits, schema)

    def _if(self, schema: Keywords) -> _Part:
        asked, then, other = (self._node(schema.get(name, {})) for name in ("if", "then", "else"))

        def faults(value: Any, path: Place) -> Iterator[Fault]:
            return (then if asked.fits(value) else other).faults(value, path)

        return _Part(lambda value: (then if asked.fits(value) else other).fits(value), faults)


def _part_of(node: _Node) -> _Part:
    return _Part(lambda value: node.fits(value), node.faults)


def _all(asked: list[Fits]) -> Fits:
    def fits(value: Any) -> bool:
        for one in asked:  # noqa: SIM110 - a generator costs more than the questions
            if not one(value):
                return False
        return True

    return fits


def _leaf(name: str, fits: Fits, schema: Keywords) -> _Part:
    """A keyword that looks at one value; where it names members, each that is missing is a fault."""

    def faults(value: Any, path: Place) -> Iterator[Fault]:
        for member in plain.missing(name, schema[name], value):
            yield Fault(name, schema[name], value, schema, path, member)

    return _Part(fits, faults)
