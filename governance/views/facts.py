"""A manifest as a page shows it: said, none, not known and not said are four different things."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance.forms.sections import SECTIONS, Section
from governance.views.names import Name, Names
from policies.record import Field, fields_of, term_label


@dataclass(frozen=True)
class Fact:
    """One question. ``state`` is said, none or unknown, and unsaid for one that nobody answered.

    ``pointer`` is where people can comment on it, ``threads`` what they said: see ``views.review.threads``.
    """

    field: Field
    state: str
    text: str = ""
    items: tuple[str, ...] = ()
    links: tuple[Name, ...] = ()
    parts: tuple["Part", ...] = ()
    worked_out: bool = False
    pointer: str = ""
    threads: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Part:
    """One row of a list of parts; ``title`` is what it is about."""

    title: Name
    facts: tuple[Fact, ...]
    unsaid: tuple[Fact, ...]
    threads: tuple[Any, ...] = ()


@dataclass
class FactSection:
    section: Section
    facts: list[Fact] = field(default_factory=list)
    unsaid: list[Fact] = field(default_factory=list)


SHOWN_ABOVE = frozenset({"title", "description", "owner_team", "lifecycle_stage"})


def sections_of(
    kind: str, said: Mapping[str, Any], names: Names, *, above: Collection[str] = SHOWN_ABOVE
) -> list[FactSection]:
    """The facts of a document by section; what was not said is named under its section.

    Fields that the page shows ``above`` are left out.
    """
    found = {section.name: FactSection(section) for section in SECTIONS}
    for one in fields_of(kind).values():
        if one.name in above:
            continue
        value = said.get(one.name)
        if value is not None:
            found[one.section].facts.append(fact_of(one, value, names))
        elif not one.derived:
            found[one.section].unsaid.append(_unsaid(one))
    return [section for section in found.values() if section.facts or section.unsaid]


def fact_of(one: Field, value: Any, names: Names) -> Fact:
    if isinstance(value, Mapping) and "$unknown" in value:
        return Fact(one, "unknown", text=str(value["$unknown"]))
    if value == []:
        return Fact(one, "none", worked_out=one.derived)
    match one.type:
        case "ref":
            return Fact(one, "said", links=(names.of(one.of, value),))
        case "refs":
            return Fact(one, "said", links=tuple(names.of(one.of, key) for key in value))
        case "parts":
            return Fact(one, "said", parts=tuple(_part(one.of, row, names) for row in value))
        case "set":
            items = tuple(term_label(one.of, item) for item in value)
            return Fact(one, "said", items=items, worked_out=one.derived)
        case "list":
            return Fact(one, "said", items=tuple(str(item) for item in value))
        case _:
            return Fact(one, "said", text=plain(one, value), worked_out=one.derived)


def plain(one: Field, value: Any) -> str:
    """A single value in words."""
    match one.type:
        case "bool":
            return "Yes" if value else "No"
        case "enum":
            return term_label(one.of, value)
        case "int" | "dec":
            number = f"{value:,}" if isinstance(value, int) or abs(value) < 1e15 else f"{value:g}"
            return f"{number} {one.unit}".strip()
        case "date":
            return f"{date.fromisoformat(value):%-d %B %Y}"
        case "json" if isinstance(value, list):
            return "\n".join(_in_line(row) for row in value)
        case "json" if isinstance(value, Mapping):
            return "\n".join(_in_line({name: item}) for name, item in sorted(value.items()))
        case _:
            return str(value)


def _in_line(value: Any) -> str:
    """JSON as people would write it on a line. The database keeps no order of members: they stand by name."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name.replace('_', ' ')}: {_in_line(value[name])}" for name in sorted(value))
    if isinstance(value, list):
        return ", ".join(_in_line(item) for item in value) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _part(name: str, row: Mapping[str, Any], names: Names) -> Part:
    table = fields_of(name)
    head = next(one for one in table.values() if one.heading)
    facts = [fact_of(one, row[one.name], names) for one in table.values() if row.get(one.name) is not None]
    title = next((fact for fact in facts if fact.field == head), None)
    unsaid = tuple(_unsaid(one) for one in table.values() if row.get(one.name) is None)
    return Part(_title(title), tuple(fact for fact in facts if fact is not title), unsaid)


def _unsaid(one: Field) -> Fact:
    return Fact(one, "unsaid")


def _title(fact: Fact | None) -> Name:
    if fact is None:
        return Name("", "Not said")
    return fact.links[0] if fact.links else Name("", fact.text)


def answered(sections: list[FactSection]) -> tuple[int, int]:
    """How many questions have an answer, and how many there are."""
    said = sum(len(section.facts) for section in sections)
    return said, said + sum(len(section.unsaid) for section in sections)
