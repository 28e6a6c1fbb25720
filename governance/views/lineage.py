"""How the ways of data and its readiness are put before a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from governance.reports.lineage import Lineage
from policies.lineage.said import day
from policies.record import term_label

WAYS_SHOWN: Final = 12
READINESS_SHOWN: Final = 12
_VERDICTS: Final = {True: "pass", False: "fail", None: "gap"}
_PARTS: Final = (("pass", "Covered"), ("gap", "Not known"), ("fail", "Not covered"))
_PROOFS: Final = {
    "current": "Proved",
    "ageing": "Proof is getting old",
    "expired": "Proof is too old",
    "missing": "Not proved, or not in full",
}


@dataclass(frozen=True)
class Step:
    """One entry on a way; ``ends`` where consent ends on the step to the next one."""

    title: str
    url: str
    ends: bool = False


@dataclass(frozen=True)
class Way:
    """``verdict`` is pass, fail or gap; ``missing`` and ``consent`` tell why it is not a pass."""

    steps: tuple[Step, ...]
    verdict: str
    missing: str = ""
    consent: Step | None = None


def show_lineage(lineage: Lineage) -> dict[str, Any]:
    """What the sections about data need: see ``_partials/lineage.html`` and ``_partials/readiness.html``."""
    consent, readiness = lineage.consent, lineage.readiness
    return {
        "ways": [_way(item) for item in consent["items"][:WAYS_SHOWN]] if consent else [],
        "way_count": consent["size"] if consent else 0,
        "share": share_bar(consent) if consent and consent["items"] else None,
        "taken": [_taken(one) for one in consent["sources"]] if consent else [],
        "onward": [_way(item) for item in lineage.onward[:WAYS_SHOWN]],
        "onward_count": len(lineage.onward),
        "readiness": [ready_row(item) for item in readiness["items"][:READINESS_SHOWN]] if readiness else [],
        "ready_score": span(readiness["score"], readiness["score_max"]) if readiness else "",
    }


def _way(item: Mapping[str, Any]) -> Way:
    ends = item.get("step")
    steps = tuple(_step(node, ends=number == ends) for number, node in enumerate(item["chain"]))
    missing = ", ".join(term_label("consent_gap", gap) for gap in item.get("missing", ()))
    consent = _step(item["consent"]) if "consent" in item and "step" in item else None
    return Way(steps, _VERDICTS[item.get("covered")], missing, consent)


def _step(node: Mapping[str, Any], *, ends: bool = False) -> Step:
    url = reverse("entry", args=[node["kind"], node["key"]]) if node["key"] else ""
    return Step(node["title"], url, ends)


def share_bar(fact: Mapping[str, Any]) -> dict[str, Any]:
    """The people whom consent covers for certain, perhaps and not, as parts of a bar of 100."""
    low, high = fact["share"], fact["share_max"]
    starts, widths = (0, low, high), (low, high - low, 100 - high)
    parts = [
        {"verdict": verdict, "label": label, "start": start, "width": round(width, 1)}
        for (verdict, label), start, width in zip(_PARTS, starts, widths, strict=True)
    ]
    return {"parts": parts, "text": span(low, high)}


def span(low: float, high: float) -> str:
    """A percentage, or the two that it lies between."""
    if low == high:
        return f"{low} %"
    return "not known" if (low, high) == (0, 100) else f"{low} to {high} %"


def _taken(one: Mapping[str, Any]) -> dict[str, Any]:
    url = reverse("entry", args=["data_source", one["key"]]) if one["key"] else ""
    return {"title": one["title"], "url": url, "text": span(one["low"], one["high"]) if "low" in one else ""}


def ready_row(item: Mapping[str, Any]) -> dict[str, Any]:
    """One dimension of one source: how ready, and what the proof is worth."""
    low, high = item["score"], item["score_max"]
    return {
        "title": item["title"],
        "url": reverse("entry", args=["data_source", item["key"]]),
        "dimension": term_label("readiness_dimension", item["dimension"]),
        "text": span(low, high),
        "low": low,
        "width": round(high - low, 1),
        "proof": _PROOFS[item["state"]],
        "on": day(item.get("proved_on")),
    }
