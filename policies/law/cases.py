"""Worked cases: where the tree puts them, for people to learn from and for tests to hold it to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from policies.folder import POLICIES
from policies.language.context import Source
from policies.language.examples import check_fields
from policies.language.shapes import shape_of
from policies.language.validate import check_schema
from policies.law.calendar import read_day
from policies.law.schema import cases_schema
from policies.validation import Validator
from policies.yamlio import load_yaml


@dataclass(frozen=True)
class Case:
    """One case in plain words, the facts it comes down to, and what the Act makes of it and why.

    ``deadline`` is given where the case is about the date.
    """

    id: str
    case: str
    facts: Mapping[str, Any]
    as_of: date
    tier: str
    article: str
    why: str
    deadline: date | None

    @property
    def record(self) -> dict[str, Any]:
        return {"kind": "use_case", "key": self.id} | dict(self.facts)


@cache
def shipped_cases() -> tuple[Case, ...]:
    return read_cases(POLICIES.joinpath("law/cases.yaml").read_bytes(), source="law/cases.yaml")


def read_cases(text: str | bytes, *, source: str) -> tuple[Case, ...]:
    """Raises PackError (or YamlError) with file, line, column and hint, further ones as ``others``."""
    at = Source(load_yaml(text, source=source))
    check_schema(at, _validator())
    spec = at.loaded.value
    check_fields(at, spec["given"], shape_of("use_case"), "/given")
    cases: dict[str, Case] = {}
    for index, one in enumerate(spec["cases"]):
        if one["id"] in cases:
            at.fail(f"/cases/{index}/id", f"The case {one['id']!r} is there twice")
        cases[one["id"]] = _case(at, spec, one, f"/cases/{index}")
    return tuple(cases.values())


def _case(at: Source, spec: Mapping[str, Any], one: Mapping[str, Any], here: str) -> Case:
    said = {name: value for name, value in one["facts"].items() if name != "org"}
    check_fields(at, said, shape_of("use_case"), f"{here}/facts")
    check_fields(at, one["facts"].get("org", {}), shape_of("organisation"), f"{here}/facts/org")
    return Case(
        id=one["id"],
        case=one["case"],
        facts=spec["given"] | one["facts"],
        as_of=read_day(at, one.get("as_of", spec["as_of"]), f"{here}/as_of"),
        tier=one["tier"],
        article=one["article"],
        why=one["why"],
        deadline=read_day(at, one["deadline"], f"{here}/deadline") if "deadline" in one else None,
    )


@cache
def _validator() -> Validator:
    return Validator(cases_schema())
