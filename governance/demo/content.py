"""Reading the demonstration's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from policies.yamlio import load_yaml

Document = dict[str, Any]
Place = tuple[str, str]

# In the order in which a company would register them; a later file may point at an earlier one.
MANIFEST_FILES = (
    "consent",
    "tools_customer",
    "tools_platform",
    "data_customers",
    "data_service",
    "models",
    "use_cases_marketing",
    "use_cases_loyalty",
    "use_cases_service",
    "use_cases_back_office",
    "north_america",
    "lineage",
    "agents",
    "eu_ai_act",
)


@dataclass(frozen=True)
class Content:
    """Everything the demonstration says, with its dates counted from ``anchor``."""

    anchor: date
    organisation: Document
    kpis: list[Document]
    manifests: dict[Place, Document]
    history: Document
    waivers: list[Document]
    overlaps: list[Document]
    assessments: list[Document]
    rule_changes: list[Document]

    def day(self, days: int) -> date:
        return self.anchor + timedelta(days=days)


def load_content(anchor: date) -> Content:
    """Read all files as of ``anchor``, the day that ``{days: 0}`` stands for."""
    manifests = [said for name in MANIFEST_FILES for said in read(name, anchor)["manifests"]]
    return Content(
        anchor=anchor,
        organisation=read("organisation", anchor),
        kpis=read("kpis", anchor)["kpis"],
        manifests={(said["kind"], said["key"]): said for said in manifests},
        history=read("history", anchor),
        waivers=read("waivers", anchor)["waivers"],
        overlaps=read("overlaps", anchor)["overlaps"],
        assessments=read("assessments", anchor)["assessments"],
        rule_changes=read("rules", anchor)["changes"],
    )


def read(name: str, anchor: date) -> Document:
    text = (files("governance.demo") / f"{name}.yaml").read_text(encoding="utf-8")
    said: Document = with_dates(load_yaml(text, source=f"{name}.yaml").value, anchor)
    return said


def with_dates(said: Any, anchor: date) -> Any:
    """Replace each ``{days: N}`` in ``said`` by the ISO date N days after ``anchor``."""
    if isinstance(said, Mapping):
        if set(said) == {"days"}:
            return (anchor + timedelta(days=said["days"])).isoformat()
        return {name: with_dates(value, anchor) for name, value in said.items()}
    if isinstance(said, list):
        return [with_dates(item, anchor) for item in said]
    return said
