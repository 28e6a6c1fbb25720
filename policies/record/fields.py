"""The field tables: every fact Muster knows how to ask for, declared once.

The manifest's JSON Schema, the engine's path checks, the forms and the registry's columns are all
derived from these tables or tested against them, so a field cannot exist in one of them alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from policies.folder import POLICIES
from policies.tables import table

KINDS: Final = ("use_case", "ai_model", "data_source", "tool", "consent_scope")
# What a sentence calls one of them, and the organisation, which rules are also about.
KIND_WORDS: Final = MappingProxyType(
    {
        "use_case": "use case",
        "ai_model": "AI model",
        "data_source": "data source",
        "tool": "tool",
        "consent_scope": "consent",
        "portfolio": "organisation",
    }
)
PARTS: Final = ("data_link", "kpi_link", "assessment", "risk", "incident", "budget_line", "flow")
SUPPORTING: Final = ("organisation", "team", "person", "purpose", "vendor", "kpi")
KEY_PATTERN: Final = r"^[a-z0-9][a-z0-9-]{0,79}$"
# What a manifest says to point at a thing that is not one of the five kinds.
REFERENCE_FIELD: Final = MappingProxyType({"person": "email", "purpose": "code", "vendor": "name"})

Effort = Literal["fixed", "follows", "decision", "document", "building"]


@dataclass(frozen=True)
class Field:
    """One fact.

    ``type`` is str, text, url, email, bool, int, dec, date, json, enum, set, list, ref, refs or parts;
    ``of`` names the vocabulary (enum, set), the kind (ref, refs) or the part (parts). What is said in a
    ``sensitive`` field (people, ways to reach them, crime, free text that may hold secrets) is never quoted.
    A row of a part is called by its ``heading``: what it requires, or else what its table says.
    ``effort`` is what it takes to change what was said: "fixed" is what people or data make so, and what
    "follows" from other answers is nobody's choice, said or not.
    """

    name: str
    type: str
    of: str
    label: str
    help: str
    unit: str
    section: str
    required: bool
    derived: bool
    sensitive: bool = False
    heading: bool = False
    effort: Effort = "decision"

    @property
    def many(self) -> bool:
        return self.type in {"set", "list", "refs", "parts"}


@cache
def fields_of(name: str) -> Mapping[str, Field]:
    """Fields of a kind (with those common to all kinds), a part or a supporting type, in order.

    Raises ``KeyError`` for a name that has no table.
    """
    if name not in (*KINDS, *PARTS, *SUPPORTING, "common"):
        raise KeyError(name)
    own = {field: _read(field, spec) for field, spec in table(f"record/{name}.yaml").items()}
    if name in KINDS:
        own = dict(fields_of("common")) | own
    return MappingProxyType(own)


@cache
def vocabulary(name: str) -> tuple[str | int, ...]:
    """The values a vocabulary allows, lowest rank first. Raises ``KeyError`` for an unknown name."""
    return tuple(_terms(name))


@cache
def term_label(vocabulary_name: str, value: str | int) -> str:
    """What a person reads for ``value``; the value itself where the vocabulary has no label for it."""
    return _terms(vocabulary_name).get(value) or str(value)


@cache
def vocabularies() -> tuple[str, ...]:
    own = tuple(path.name.removesuffix(".yaml") for path in POLICIES.joinpath("taxonomies").iterdir())
    listed = tuple(table("taxonomies/enumerations.yaml"))
    return tuple(sorted({*listed, *own} - {"enumerations", "purposes", "references"}))


@cache
def _terms(name: str) -> Mapping[str | int, str]:
    listed = table("taxonomies/enumerations.yaml").get(name)
    if listed is not None:
        labels = listed.get("labels", {})
        return {value: labels.get(str(value)) or _words(value) for value in listed["values"]}
    if not POLICIES.joinpath(f"taxonomies/{name}.yaml").is_file():
        raise KeyError(name)
    return dict(table(f"taxonomies/{name}.yaml")["terms"])


def _read(name: str, spec: Mapping[str, Any]) -> Field:
    kind, _, of = spec["type"].partition(":")
    return Field(
        name=name,
        type=kind,
        of=of,
        label=spec["label"],
        help=spec.get("help", ""),
        unit=str(spec.get("unit", "")),
        section=spec.get("section", "details"),
        required=spec.get("required", False),
        derived=spec.get("derived", False),
        sensitive=spec.get("sensitive", False),
        heading=spec.get("heading", spec.get("required", False)),
        effort=spec.get("effort", "document" if kind in ("parts", "url") else "decision"),
    )


def _words(value: str | int) -> str:
    text = str(value)
    spaced = text.replace("_", " ")
    return spaced[:1].upper() + spaced[1:] if text.islower() and text.isascii() else text
