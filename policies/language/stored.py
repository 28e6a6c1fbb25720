"""Packs as plain data: what was read and checked once need not be read from text again.

Every node is a row ``[class, field, field, ...]`` and is named by its number, equal ones only once. Only the
classes listed here are ever made, so that data can say something wrong, but can't do anything.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from policies.canonical import digest as digest_of
from policies.language import nodes, templates
from policies.language.context import FactSpec, Named, Names, Source
from policies.language.durations import Duration
from policies.language.examples import Example, Examples
from policies.language.packs import Pack, Packs
from policies.language.rules import Check, Rule
from policies.language.values import Values
from policies.limits import LIMITS
from policies.yamlio import Loaded, load_yaml
from policies.yamlio.text import readable_text

_CLASSES: Final[Mapping[str, Any]] = {
    one.__name__: one
    for one in (
        *(nodes.Slot, nodes.Path, nodes.Constant, nodes.FieldValue, nodes.Union, nodes.Total),
        *(nodes.FromToday, nodes.LegalDay, nodes.Test, nodes.All, nodes.AnyOf, nodes.Not, nodes.AtLeast),
        *(nodes.Quantified, nodes.Measured, Duration, Values, FactSpec, Named, Names, Check, Rule),
        *(templates.Looked, templates.Count, templates.EntryNames, templates.Plural, templates.Lacked),
        *(templates.Template, Example, Examples),
    )
}
# What is no class of ours: how it is made of what a row says after its name.
_OTHERS: Final[Mapping[str, Callable[..., Any]]] = {
    "date": date.fromisoformat,
    "decimal": Decimal,
    "set": lambda *members: frozenset(members),
    "mapping": lambda *pairs: dict(zip(pairs[::2], pairs[1::2], strict=True)),
}
_MAKERS: Final = {**_CLASSES, **_OTHERS}
_PLAIN: Final = (str, int, float, bool, type(None))


class StoredError(ValueError):
    """This is not what ``encode_packs`` wrote."""


def encode_packs(packs: Packs) -> dict[str, Any]:
    """Packs as they were read, without settings, as JSON. Their text is not in it."""
    if packs.settings:
        raise ValueError("Packs are stored as they were read, without settings")
    rows = _Rows()
    said = [
        [pack.id, pack.version, pack.title, rows.said(pack.rules), rows.said(pack.names), pack.digest]
        for pack in packs.packs
    ]
    return {"rows": rows.rows, "packs": said, "sources": [pack.source.name for pack in packs.packs]}


def facts_digest(packs: Packs) -> str:
    """SHA-256 over the facts that these rules read, and how they are made; not over the rules."""
    rows = _Rows()
    read = {kind: names for kind, names in sorted(packs.facts_read.items()) if names}
    said = [rows.said(dict(packs.facts)), rows.said(read)]
    return digest_of([rows.rows, said])


def decode_packs(said: Any, texts: Mapping[str, str | bytes]) -> Packs:
    """The packs, with ``texts`` by source as what they were read from. Raises StoredError."""
    try:
        made: list[Any] = []
        for name, *row in said["rows"]:
            made.append(_MAKERS[name](*[_value(one, made) if type(one) is list else one for one in row]))
        return Packs(tuple(_packs(said, made, texts)))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as problem:
        raise StoredError(f"These are no packs: {problem}") from problem


def _packs(said: Any, made: list[Any], texts: Mapping[str, str | bytes]) -> Iterator[Pack]:
    for source, one in zip(said["sources"], said["packs"], strict=True):
        name, version, title, rules, names, digest = one
        at = _Unread(source, texts[source])
        yield Pack(name, version, title, _value(rules, made), _value(names, made), at, digest)


def _value(said: list[Any], made: list[Any]) -> Any:
    """A row by its number, JSON as it is, or several values."""
    kind = said[0]
    if type(kind) is int:
        return made[kind]
    if kind == "json":
        return said[1]
    return tuple([_value(one, made) if type(one) is list else one for one in said[1:]])


class _Rows:
    """The rows so far; each is in the list before any that names it."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._known: dict[str, int] = {}

    def said(self, value: Any) -> Any:
        """What a row says for ``value``: a plain value as it is, all else as a list. Raises TypeError."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return ["several", *map(self.said, value)]
        if _CLASSES.get(kind.__name__) is kind:
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
        raise TypeError(f"{kind.__name__} is no part of a pack")

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


class _Unread(Source):
    """A source that is read when somebody asks for a place in it: a check of rules asks for none."""

    def __init__(self, name: str, text: str | bytes) -> None:
        self.__dict__.update(_name=name, _text=text)

    @property
    def name(self) -> str:
        said: str = self.__dict__["_name"]
        return said

    @property
    def text(self) -> str:
        return readable_text(self.__dict__["_text"], self.name, LIMITS)

    @cached_property
    def loaded(self) -> Loaded:
        return load_yaml(self.__dict__["_text"], source=self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and self.loaded == other.loaded

    __hash__ = Source.__hash__
