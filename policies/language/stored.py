"""Packs as plain data: what was read and checked once need not be read from text again.

Only the classes listed here are ever made, so that data can say something wrong, but can't do anything.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from policies.canonical import digest as digest_of
from policies.language import templates
from policies.language.context import FactSpec, Named, Names, Source
from policies.language.examples import Example, Examples
from policies.language.packs import Pack, Packs
from policies.language.rows import PREDICATES, Rows, by_name, made_of, value_of
from policies.language.rules import Check, Rule
from policies.limits import LIMITS
from policies.yamlio import Loaded, load_yaml
from policies.yamlio.text import readable_text

_CLASSES: Final = PREDICATES | by_name(
    *(FactSpec, Named, Names, Check, Rule, Example, Examples, templates.Looked, templates.Count),
    *(templates.EntryNames, templates.Plural, templates.Lacked, templates.Template),
)


class StoredError(ValueError):
    """This is not what ``encode_packs`` wrote."""


def encode_packs(packs: Packs) -> dict[str, Any]:
    """Packs as they were read, without settings, as JSON. Their text is not in it."""
    if packs.settings:
        raise ValueError("Packs are stored as they were read, without settings")
    rows = Rows(_CLASSES)
    said = [
        [pack.id, pack.version, pack.title, rows.said(pack.rules), rows.said(pack.names), pack.digest]
        for pack in packs.packs
    ]
    return {"rows": rows.rows, "packs": said, "sources": [pack.source.name for pack in packs.packs]}


def facts_digest(packs: Packs) -> str:
    """SHA-256 over the facts that these rules read, and how they are made; not over the rules."""
    rows = Rows(_CLASSES)
    read = {kind: names for kind, names in sorted(packs.facts_read.items()) if names}
    said = [rows.said(dict(packs.facts)), rows.said(read)]
    return digest_of([rows.rows, said])


def decode_packs(said: Any, texts: Mapping[str, str | bytes]) -> Packs:
    """The packs, with ``texts`` by source as what they were read from. Raises StoredError."""
    try:
        return Packs(tuple(_packs(said, made_of(said["rows"], _CLASSES), texts)))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as problem:
        raise StoredError(f"These are no packs: {problem}") from problem


def _packs(said: Any, made: list[Any], texts: Mapping[str, str | bytes]) -> Iterator[Pack]:
    for source, one in zip(said["sources"], said["packs"], strict=True):
        name, version, title, rules, names, digest = one
        at = _Unread(source, texts[source])
        yield Pack(name, version, title, value_of(rules, made), value_of(names, made), at, digest)


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
