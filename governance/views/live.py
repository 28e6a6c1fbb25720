"""What the rules say of a manifest that is not saved."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from governance.models import OverlapDecision
from governance.reports.near import near_manifest
from governance.services.engine import Checker
from governance.services.overlap_answers import OverlapAnswer
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


def check_unsaved(
    document: Mapping[str, Any],
    user: Any,
    *,
    answers: Mapping[str, OverlapAnswer] = MappingProxyType({}),
    problems: Mapping[str, str] = MappingProxyType({}),
    entry: Entry | None = None,
) -> dict[str, Any]:
    """The context of the panel. What can't be read yet is simply not said yet.

    ``answers`` and ``problems`` are what was chosen on overlaps, and what is wrong with it, by key.
    """
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
    } | _alike(said, user, answers, problems, entry)


def _alike(
    document: Mapping[str, Any],
    user: Any,
    answers: Mapping[str, OverlapAnswer],
    problems: Mapping[str, str],
    entry: Entry | None,
) -> dict[str, Any]:
    """What looks much like it, with what was chosen so far; answers on what no longer does are kept."""
    found = near_manifest(user, document)
    listed = {one.entry.key for one in found.near}
    others = {key: one for key, one in answers.items() if key not in listed}
    rows = Entry.objects.visible_to(user).filter(kind=document["kind"], key__in=others)
    return {
        "alike": [(one, answers.get(one.entry.key), problems.get(one.entry.key, "")) for one in found.near],
        "elsewhere": found.out_of_sight,
        "is_behind": not found.is_complete,
        "kept": [_kept(one, others[one.key], problems.get(one.key, ""), entry) for one in rows],
    }


def _kept(
    other: Entry, answer: OverlapAnswer, problem: str, entry: Entry | None
) -> tuple[str, OverlapAnswer, str]:
    """An answer on what no longer looks alike. One that was refused is given anew to what stands now."""
    if problem and entry is not None:
        standing = OverlapDecision.objects.standing().on(entry, other).first()
        answer = replace(answer, seen=standing.subject if standing else "")
    return other.title, answer, problem
