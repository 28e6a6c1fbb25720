"""What the rules say of a manifest that is not saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from governance.services.engine import Checker
from governance.views.ai_act import ai_act_of
from governance.views.findings import show_findings
from governance.views.names import Names
from governance.views.ways import next_asked
from policies import PolicyError
from registry.models import Entry
from registry.services.entries import normalise

UNNAMED = "not-saved-yet"
# So many questions are put before whoever fills in the form.
_NEXT = 3


@dataclass(frozen=True)
class Overlap:
    """Something registered that looks much like this, as far as the reader may see it."""

    title: str
    url: str
    team: str
    level: str
    reasons: tuple[str, ...]


def check_unsaved(document: Mapping[str, Any], user: Any) -> dict[str, Any]:
    """The context of the panel. What can't be read yet is simply not said yet."""
    said = normalise(document)
    said["key"] = said.get("key") or UNNAMED
    checker = Checker(also=[said], visible_to=user, about=[(said["kind"], said["key"])])
    asked = checker.under_check(said)
    try:
        report = asked.report()
    except PolicyError as refusal:
        return {"refusal": str(refusal)}
    names = Names(user, [said])
    findings = show_findings(report.findings, said, names, form_url="")
    return {
        "report": report,
        "findings": findings,
        "next": next_asked(asked.next_questions()[:_NEXT], said, names, ""),
        "law": ai_act_of(said, form_url=""),
        "overlaps": overlaps_seen_by(user, said["kind"], asked.facts),
    }


def overlaps_seen_by(user: Any, kind: str, facts: Mapping[str, Any]) -> list[Overlap]:
    """The near duplicates among ``facts`` that ``user`` may see, most alike first."""
    matches = {item["key"]: item for item in _matches(facts.values())}
    seen = Entry.objects.visible_to(user).filter(kind=kind, key__in=matches).select_related("owner_team")
    return [
        Overlap(
            title=entry.title,
            url=reverse("entry", args=[kind, entry.key]),
            team=entry.owner_team.name,
            level=matches[entry.key]["level"],
            reasons=tuple(matches[entry.key]["reasons"]),
        )
        for entry in sorted(seen, key=lambda entry: -matches[entry.key]["score"])
    ]


def _matches(facts: Iterable[Any]) -> Iterable[Mapping[str, Any]]:
    for fact in facts:
        items = fact.get("items") if isinstance(fact, Mapping) else None
        yield from (item for item in items or () if isinstance(item, Mapping) and "score" in item)
