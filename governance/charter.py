"""The charter in force: which seat decides on what, who may waive or change rules, and for how long."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policies.canonical import digest
from policies.yamlio import load_yaml


@dataclass(frozen=True)
class Charter:
    required_seat: dict[str, str]
    may_waive: tuple[str, ...]
    may_change_rules: tuple[str, ...]
    approval_valid_months: int
    assessment_seat: dict[str, str]
    digest: str


@cache
def charter() -> Charter:
    name = "charters/standard.yaml"
    said: dict[str, Any] = load_yaml(files("policies").joinpath(name).read_text("utf-8"), source=name).value
    return Charter(
        required_seat=said["required_seat"],
        may_waive=tuple(said["may_waive"]),
        may_change_rules=tuple(said["may_change_rules"]),
        approval_valid_months=said["approval_valid_months"],
        assessment_seat=said["assessment_seat"],
        digest=digest(said),
    )
