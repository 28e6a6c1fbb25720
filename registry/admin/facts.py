"""A record as a person reads it: by section, every fact under its label, and what was not said by name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.record import Field, fields_of, term_label

_TITLES = ("title", "name", "label", "email", "key", "code", "type")


@dataclass(frozen=True)
class Fact:
    """``lines`` are what was said; ``groups`` the things it points at. ``aside``: said not to be known."""

    label: str
    help: str
    lines: tuple[str, ...] = ()
    groups: tuple["Group", ...] = ()
    aside: bool = False


@dataclass(frozen=True)
class Group:
    """A thing within a thing."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Section:
    title: str
    facts: tuple[Fact, ...]
    unsaid: tuple[str, ...]


def sections_of(kind: str, record: Mapping[str, Any]) -> list[Section]:
    """The sections of a manifest or of a record, in the order of the field tables."""
    by_section: dict[str, list[Field]] = {}
    for field in fields_of(kind).values():
        by_section.setdefault(field.section, []).append(field)
    sections = [
        Section(_words(name), tuple(_facts(fields, record)), tuple(_unsaid(fields, record)))
        for name, fields in by_section.items()
    ]
    if isinstance(record.get("org"), Mapping):
        fields = list(fields_of("organisation").values())
        sections.append(Section("The organisation", tuple(_facts(fields, record["org"])), ()))
    return sections


def _facts(fields: Iterable[Field], said: Mapping[str, Any]) -> Iterator[Fact]:
    for field in fields:
        value = said.get(field.name)
        if value is not None:
            yield _fact(field, value)


def _unsaid(fields: Iterable[Field], said: Mapping[str, Any]) -> Iterator[str]:
    return (field.label for field in fields if said.get(field.name) is None and not field.derived)


def _fact(field: Field, value: Any) -> Fact:
    if isinstance(value, Mapping) and "$unknown" in value and len(value) == 1:
        return Fact(field.label, field.help, (f"Not known: {value['$unknown']}",), aside=True)
    if value == []:
        return Fact(field.label, field.help, ("None",))
    values = value if isinstance(value, list) else [value]
    things = [one for one in values if isinstance(one, Mapping) and field.type != "json"]
    groups = tuple(_group(field, one) for one in things)
    lines = tuple(_line(field, one) for one in values if not groups)
    return Fact(field.label, field.help, lines, groups)


def _group(field: Field, thing: Mapping[str, Any]) -> Group:
    facts = tuple(_facts(fields_of(field.of).values(), thing))
    if "$unknown" in thing:
        facts += (Fact("Not known", "", (str(thing["$unknown"]),), aside=True),)
    return Group(_title(thing), facts)


def _title(thing: Mapping[str, Any]) -> str:
    for name in ("data_source", "kpi"):
        if isinstance(thing.get(name), Mapping):
            return _title(thing[name])
    return next((str(thing[name]) for name in _TITLES if thing.get(name)), "Details")


def _line(field: Field, value: Any) -> str:
    if field.type in {"enum", "set"} and not isinstance(value, Mapping):
        return term_label(field.of, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"{value} {field.unit}".rstrip() if field.unit and isinstance(value, int | float) else str(value)


def _words(name: str) -> str:
    return "EU AI Act" if name == "ai_act" else name.replace("_", " ").capitalize()
