"""Reading what is not material: strict YAML and the schema. Every error has its place."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from policies.errors import MaterialError, raise_all
from policies.folder import POLICIES
from policies.material.marks import COMMON, Marks, Materiality
from policies.material.schema import material_schema
from policies.validation import Validator
from policies.yamlio import load_yaml

Problem = tuple[str, str, str]


@cache
def shipped_materiality() -> Materiality:
    """The marks that Muster ships."""
    name = "material/standard.yaml"
    return load_materiality(POLICIES.joinpath(name).read_text("utf-8"), source=name)


def load_materiality(text: str, *, source: str) -> Materiality:
    """Read the marks of all tables. Raises ``YamlError`` and ``MaterialError`` with line and column."""
    loaded = load_yaml(text, source=source)
    said = loaded.value
    problems: list[Problem] = [(fault.pointer, fault.message, "") for fault in _validator().faults(said)]

    def told() -> Iterator[MaterialError]:
        for pointer, message, hint in problems or _problems(said):
            line, column = loaded.position(pointer)
            yield MaterialError(message, source=source, line=line, column=column, hint=hint)

    raise_all(told())
    return Materiality({name: _marks(table) for name, table in said.items() if name != "muster"})


@cache
def _validator() -> Validator:
    return Validator(material_schema())


def _problems(said: Mapping[str, Any]) -> Iterator[Problem]:
    """Fields that are marked twice, of which nobody could tell which mark counts."""
    common = said.get(COMMON, {})
    for table, lists in said.items():
        if table == "muster":
            continue
        seen = {name for names in common.values() for name in names} if table != COMMON else set()
        for key, names in lists.items():
            for index, name in enumerate(names):
                if name in seen:
                    pointer = f"/{table}/{key}/{index}"
                    yield pointer, f"{name} is marked already", "Leave one of the two marks out."
                seen.add(name)


def _marks(lists: Mapping[str, list[str]]) -> Marks:
    return Marks(**{name: frozenset(fields) for name, fields in lists.items()})
