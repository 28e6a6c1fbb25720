"""Frozen values as plain data: what was read and checked once need not be read from text again.

Every node is a row ``[class, field, field, ...]`` and is named by its number, equal ones only once. Only the
classes that are listed are ever made, so that data can say something wrong, but can't do anything.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from policies.language import nodes
from policies.language.durations import Duration
from policies.language.values import Values

Classes = dict[str, Any]


def by_name(*classes: Any) -> Classes:
    return {one.__name__: one for one in classes}


# What predicates are made of.
PREDICATES: Final[Classes] = by_name(
    *(nodes.Slot, nodes.Path, nodes.Constant, nodes.FieldValue, nodes.Union, nodes.Total),
    *(nodes.FromToday, nodes.LegalDay, nodes.Test, nodes.All, nodes.AnyOf, nodes.Not, nodes.AtLeast),
    *(nodes.Quantified, nodes.Measured, Duration, Values),
)
# What is no class of ours: how it is made of what a row says after its name.
_OTHERS: Final[Mapping[str, Callable[..., Any]]] = {
    "date": date.fromisoformat,
    "decimal": Decimal,
    "set": lambda *members: frozenset(members),
    "mapping": lambda *pairs: dict(zip(pairs[::2], pairs[1::2], strict=True)),
}
_PLAIN: Final = (str, int, float, bool, type(None))


def made_of(rows: Any, classes: Classes) -> list[Any]:
    """What each row stands for. Raises all that Python does where they are no rows of these classes."""
    makers, made = {**classes, **_OTHERS}, list[Any]()
    for name, *row in rows:
        made.append(makers[name](*[value_of(one, made) if type(one) is list else one for one in row]))
    return made


def value_of(said: list[Any], made: list[Any]) -> Any:
    """A row by its number, JSON as it is, or several values."""
    kind = said[0]
    if type(kind) is int:
        return made[kind]
    if kind == "json":
        return said[1]
    return tuple([value_of(one, made) if type(one) is list else one for one in said[1:]])


class Rows:
    """The rows so far; each is in the list before any that names it."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self.rows: list[list[Any]] = []
        self._known: dict[str, int] = {}

    def said(self, value: Any) -> Any:
        """What a row says for ``value``: a plain value as it is, all else as a list. Raises TypeError."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return ["several", *map(self.said, value)]
        if self._classes.get(kind.__name__) is kind:
            return self._row(kind.__name__, [self.said(getattr(value, one.name)) for one in fields(kind)])
        if kind is date:
            return self._row("date", [value.isoformat()])
        if kind is Decimal:
            return self._row("decimal", [str(value)])
        if kind is frozenset:
            return self._row("set", [self.said(one) for one in sorted(value, key=repr)])
        if _is_json(value):
            return ["json", value]
        if isinstance(value, Mapping):
            return self._row("mapping", [self.said(part) for pair in value.items() for part in pair])
        raise TypeError(f"{kind.__name__} can not be stored")

    def _row(self, name: str, said: list[Any]) -> list[int]:
        row = [name, *said]
        number = self._known.setdefault(json.dumps(row), len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return [number]


def _is_json(value: Any) -> bool:
    if type(value) is dict:
        return all(type(name) is str and _is_json(one) for name, one in value.items())
    return all(map(_is_json, value)) if type(value) is list else type(value) in _PLAIN
