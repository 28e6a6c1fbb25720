"""The demonstration's entries as records, without a database."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from governance.demo.content import Content, load_content
from policies.assessments import outlines
from policies.assessments.held import Held as HeldAssessments
from policies.assessments.held import with_assessments
from policies.charters import shipped_charter
from policies.facts import Held
from policies.record import resolve, resolve_organisation
from policies.record.derive import add_months
from policies.yamlio import load_yaml

TODAY = date(2026, 3, 31)
_VALID_MONTHS = shipped_charter().terms_for("use_case", "unclassified").valid_months
_DECIDED = ("approved", "approved_with_conditions", "rejected")
_FACTS = ("dpo_consulted", "residual_risk", "authority_consulted")


@cache
def records() -> dict[str, dict[str, Any]]:
    """Every record by ``kind/key``, as of ``TODAY``."""
    content = load_content(TODAY)
    said = content.organisation
    text = (files("policies") / "taxonomies/purposes.yaml").read_text(encoding="utf-8")
    supporting: dict[str, dict[str, Mapping[str, Any]]] = {
        "team": {team["key"]: team for team in said["teams"]},
        "person": {person["email"]: {"is_active": True} | person for person in said["people"]},
        "vendor": {vendor["name"]: vendor for vendor in said["vendors"]},
        "purpose": {row["code"]: row for row in [*load_yaml(text).value["purposes"], *said["purposes"]]},
        "kpi": {kpi["key"]: kpi for kpi in content.kpis},
    }

    def find(kind: str, key: str) -> Mapping[str, Any] | None:
        return content.manifests.get((kind, key)) or supporting.get(kind, {}).get(key)

    held = _approved_assessments(content)
    entries = {
        f"{kind}/{key}": resolve(
            with_assessments(manifest, held, org=said["organisation"], lookup=find),
            find,
            org=said["organisation"],
        )
        for (kind, key), manifest in content.manifests.items()
    }
    return entries | {"portfolio/organisation": resolve_organisation(said["organisation"])}


def _approved_assessments(content: Content) -> HeldAssessments:
    """What was written and approved in the product, as the register would hand it to the rules."""
    held: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in content.assessments:
        if one.get("judge", {}).get("verdict") != "approve":
            continue
        kind, key = one["entry"].split("/")
        approved = content.day(one["judge"]["on"])
        until = add_months(approved, outlines()[one["type"]].valid_months)
        if "valid_until" in one["judge"]:
            until = content.day(one["judge"]["valid_until"])
        facts = {name: one["answers"][name] for name in _FACTS if name in one["answers"]}
        row = {
            "type": one["type"],
            "status": "approved" if until >= TODAY else "expired",
            "completed_on": approved.isoformat(),
            "valid_until": until.isoformat(),
        }
        held.setdefault((kind, key), []).append(row | facts)
    return held


@cache
def decisions() -> Held:
    """What the council says of each use case by the end of the year, as the history tells it."""
    content = load_content(TODAY)
    seats = {person["email"]: person.get("seat") for person in content.organisation["people"]}
    held: dict[tuple[str, str], Any] = {
        place: {"decisions": {"items": []}} for place in content.manifests if place[0] == "use_case"
    }
    for step in content.history["steps"]:
        kind, key = step["entry"].split("/")
        if (kind, key) in held and step.get("verdict") in _DECIDED:
            decided = content.day(step["on"])
            decision = {
                "outcome": step["verdict"],
                "decided_on": decided.isoformat(),
                "valid_until": add_months(decided, _VALID_MONTHS).isoformat(),
                "functions_present": [seats[step["by"]]],
                "proposer_voted": False,
            }
            held[kind, key] = {
                "decisions": {"items": [decision | _asked(content, step)]} | _asked(content, step)
            }
    return held


def _asked(content: Content, step: Mapping[str, Any]) -> dict[str, Any]:
    """What is open of the conditions of a decision; the demonstration has none that are met."""
    due = sorted(content.day(one["due"]) for one in step.get("conditions", ()))
    told: dict[str, Any] = {"conditions_open": len(due)}
    if not due:
        return told
    return told | {"conditions_due_on": due[0].isoformat(), "days_left": (due[0] - TODAY).days}
