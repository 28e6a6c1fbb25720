"""The page of one entry."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from governance.disclosure import Disclosure
from governance.models import (
    Assessment,
    CheckRun,
    CheckStatus,
    Finding,
    NoticeKind,
    OverlapQuestion,
    Seat,
    Submission,
)
from governance.reports.assessments import rows_of_entry
from governance.reports.lineage import lineage_of
from governance.reports.near import near_entry, told_apart_from
from governance.reports.register import register_for
from governance.reports.standing import with_standing
from governance.services.notices import mark_seen
from governance.services.records import declared_assessments
from governance.services.submissions import can_be_withdrawn
from governance.services.wording import worded_check
from governance.views.ai_act import ai_act_of
from governance.views.conditions import conditions_context
from governance.views.facts import answered, fact_of, sections_of
from governance.views.findings import form_url_of, show_findings
from governance.views.lineage import show_lineage
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from governance.views.review.threads import threads_of
from governance.views.staleness import approval_shown
from governance.views.topics import sort_findings
from governance.views.waiver_offers import offer_waivers, shown_waivers
from governance.workflow import ENDING, IN_FORCE, OPEN, Status, next_stage_of
from policies.assessments import outlines
from policies.overlap.facets import LISTS
from policies.record import fields_of
from registry import clock
from registry.models import Entry, Kind, UseCase
from registry.permissions import may_edit, may_submit

REVISIONS_SHOWN = 12
# How a use case comes to stand on an entry of each other kind.
_STANDS_ON = {
    Kind.AI_MODEL: "models",
    Kind.TOOL: "tools",
    Kind.DATA_SOURCE: "data_links__data_source",
    Kind.CONSENT_SCOPE: "data_links__consent_scope",
}


def visible_entry(request: SignedInRequest, kind: str, key: str) -> Entry:
    """The entry, or 404 for one that is not there and for one that is not for this reader alike."""
    return get_object_or_404(register_for(request.user), kind=kind, key=key)


def entry(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Everything known of one entry, and what can be done next."""
    found = visible_entry(request, kind, key)
    document = found.document
    names = Names(request.user, [document])
    editable, checks = may_edit(request.user, found.owner_team), _checks(found)
    held = (one for one in checks if one.is_current and one.holds and one.revision == found.revision_count)
    current = next(held, None)
    sections = sections_of(kind, document, names)
    waivers = list(found.waivers.all())
    rows = current.findings.select_related("run__entry") if current else ()
    seen, url = Disclosure(request.user).findings(rows), form_url_of(kind, key) if editable else None
    shown = show_findings(seen, document, names, form_url=url, explained=True)
    if may_submit(request.user, found):
        shown = offer_waivers(shown, found, current, waivers)
    context = {
        "entry": found,
        "section": "entries",
        "person": _accountable(document, names),
        "check": current,
        "checks": checks,
        "refusal": next((check.error for check in checks if check.status == CheckStatus.ERRORED), ""),
        "findings": shown,
        "sorted": sort_findings(shown),
        "waivers": shown_waivers(waivers, current),
        "next_stage": next_stage_of(found.lifecycle_stage),
        "sections": [section for section in sections if section.facts],
        "silent": [section for section in sections if not section.facts],
        "edit_url": url or "",
        "answered": answered(sections),
        "law": ai_act_of(document, form_url=form_url_of(kind, key) if editable else None),
        "used_by": _used_by(request.user, found),
        **_alike(request, found, editable),
        "revisions": found.revisions.select_related("author").order_by("-number")[:REVISIONS_SHOWN],
        "editable": editable,
        "threads": threads_of(found, document),
        "lineage": show_lineage(lineage_of(request.user, found)),
    } | _before_council(request, found)
    context |= _assessments(found, document, current, editable)
    return render(request, "governance/entry_view.html", context)


def _accountable(document: dict[str, Any], names: Names) -> Any:
    value = document.get("accountable_person")
    return None if value is None else fact_of(fields_of("common")["accountable_person"], value, names)


def _checks(found: Entry) -> list[CheckRun]:
    rows = found.checks.prefetch_related(Prefetch("findings", Finding.objects.order_by("position")))
    newest = rows.order_by("-as_of", "-pk")[:8]
    if any(one.is_current and not one.is_worded for one in newest):
        worded_check(found)
        newest = newest.all()
    return list(newest)


def _assessments(
    found: Entry, document: dict[str, Any], check: CheckRun | None, writes: bool
) -> dict[str, Any]:
    held = Assessment.objects.standing().filter(entry=found).select_related("entry").order_by("type")
    findings = check.findings.all() if check else ()
    declared = declared_assessments(document)
    rows = rows_of_entry(held, declared, findings, today=clock.today(), writes=writes)
    return {"assessments": rows, "startable": _startable(found) if writes else []}


def _startable(found: Entry) -> list[tuple[str, str]]:
    """The types that can be begun in the product, by what they are called."""
    if found.kind != Kind.USE_CASE:
        return []
    return [(one.type, one.title) for one in outlines().values()]


def _alike(request: SignedInRequest, found: Entry, editable: bool) -> dict[str, Any]:
    """What looks like it, what was told apart from it, and what its team asked about what it can't see."""
    if found.kind not in LISTS:
        return {}
    mark_seen(request.user, entry=found, kind=NoticeKind.OVERLAP)
    around = near_entry(request.user, found)
    asked = OverlapQuestion.objects.filter(entry=found).select_related("asked_by").last()
    if asked and asked.answered_at and not asked.reason:
        asked = None  # The decision is the answer.
    decides = editable or Seat.objects.held_by(request.user).exists()
    return {
        "alike": around.near,
        "elsewhere": around.out_of_sight,
        "is_behind": not around.is_complete,
        "told_apart": told_apart_from(request.user, found),
        "asked": asked,
        "decides": decides,
    }


def _used_by(user: Any, found: Entry) -> QuerySet[Entry] | list[Entry]:
    relation = _STANDS_ON.get(Kind(found.kind))
    if relation is None:
        return []
    standing = UseCase.objects.filter(**{relation: found.pk}).values("entry")
    return register_for(user).filter(pk__in=standing).order_by("title")


def _before_council(request: SignedInRequest, found: Entry) -> dict[str, Any]:
    rows = with_standing(Submission.objects.filter(entry=found).defer("snapshot"))
    submissions = list(rows.select_related("decided_by", "entry__owner_team"))
    newest = submissions[0] if submissions else None
    stands = next((one for one in submissions if one.status == Status.APPROVED_WITH_CONDITIONS), None)
    can_submit = may_submit(request.user, found)
    decided = next((one for one in submissions if one.status in ENDING), None)
    return (conditions_context(request.user, stands) if stands else {}) | {
        "submissions": submissions,
        "approval_shown": approval_shown(request.user, decided) if decided else None,
        "newest": newest,
        "urgent": next((one for one in submissions if one.is_urgent and one.status in IN_FORCE), None),
        "can_submit": can_submit and (newest is None or newest.status not in OPEN),
        "can_resubmit": can_submit and newest is not None and newest.status == Status.CHANGES_REQUESTED,
        "can_withdraw": can_submit and newest is not None and can_be_withdrawn(newest),
    }
