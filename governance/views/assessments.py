"""Assessments: the list, and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from governance.assessing import FROZEN_STATES, OPEN_STATES, State
from governance.forms.answers import shown
from governance.forms.approvals import ApprovalForm
from governance.models import Assessment
from governance.permissions import approval_refusal
from governance.reports.assessment_export import document_of, markdown_of
from governance.reports.assessments import EXPIRES_SOON, coverage_of_assessment, look_of_assessment
from governance.reports.export import record_taken
from governance.services.assessment_approvals import latest_term
from governance.services.notices import mark_seen
from governance.services.recipients import seats_deciding
from governance.views.conflicts import rows_of
from governance.views.history import history_of
from governance.views.requests import SignedInRequest
from policies.assessments import coverage_of, outlines, read_outline
from registry import clock
from registry.permissions import may_edit

PAGE_SIZE = 25
SHOWN = {"open": "Open", "expiring": "Expiring soon or expired", "approved": "Approved"}


def assessments(request: SignedInRequest) -> HttpResponse:
    """All that this person may see; what waits for them comes first."""
    visible = Assessment.objects.visible_to(request.user)
    mine = Assessment.objects.awaiting_seat_of(request.user).filter(pk__in=visible.values("pk"))
    chosen = request.GET.get("show", "")
    found = mine if chosen == "me" else _chosen(visible, chosen)
    related = ("entry__owner_team", "author")
    page = Paginator(found.select_related(*related).order_by("-saved_at", "-pk"), PAGE_SIZE)
    rows = page.get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "page": rows,
        "rows": [(one, look_of_assessment(one, today), coverage_of_assessment(one)) for one in rows],
        "shown": SHOWN,
        "chosen": chosen,
        "waiting": mine.count(),
        "section": "assessments",
    }
    return render(request, "governance/assessment_list.html", context)


def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it says, what changed, what happened, and the approval for who may give it."""
    found = visible_assessment(request, pk)
    mark_seen(request.user, subject=found.subject)
    return render(request, "governance/assessment_view.html", page_of(request, found))


def export(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """The same as a file: JSON for programs, Markdown for people."""
    found = visible_assessment(request, pk)
    record_taken("assessment", document_of(found), by=request.user, assessment=found.pk, form=form)
    name = f"{found.type}-{found.entry.key}-v{found.version}.{form}"
    if form == "json":
        answer: HttpResponse = JsonResponse(document_of(found), json_dumps_params={"indent": 2})
    else:
        answer = HttpResponse(markdown_of(found), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def visible_assessment(request: SignedInRequest, pk: int) -> Assessment:
    """The assessment, or 404 for one that is not there and for one that is not for this reader alike."""
    related = ("entry__owner_team", "author", "approver")
    return get_object_or_404(Assessment.objects.visible_to(request.user).select_related(*related), pk=pk)


def page_of(request: SignedInRequest, found: Assessment, form: ApprovalForm | None = None) -> dict[str, Any]:
    outline = read_outline(found.outline)
    whole, parts = coverage_of(outline, found.answers)
    sections = [
        (section, part, [(one, shown(one, found.answers.get(one.id))) for one in section.questions])
        for section, part in zip(outline.sections, parts, strict=True)
    ]
    writes = may_edit(request.user, found.entry.owner_team)
    return {
        "assessment": found,
        "entry": found.entry,
        "outline": outline,
        "look": look_of_assessment(found, clock.today()),
        "coverage": whole,
        "sections": sections,
        "changes": _changes(found),
        "entry_changes": _entry_changes(found),
        "history": history_of(found.subject),
        "versions": Assessment.objects.filter(entry=found.entry, type=found.type).order_by("-version"),
        "writers": found.writers.order_by("name"),
        "section": "assessments",
        "can_write": writes and found.state == State.IN_PROGRESS,
        "can_withdraw": writes and found.is_open,
        "can_renew": writes and found.state == State.APPROVED and _renewable(found),
    } | _approval(request, found, form)


def _chosen(visible: QuerySet[Assessment], chosen: str) -> QuerySet[Assessment]:
    if chosen == "open":
        return visible.filter(state__in=OPEN_STATES)
    approved = visible.filter(state=State.APPROVED)
    if chosen == "approved":
        return approved
    if chosen == "expiring":
        return approved.filter(valid_until__lte=clock.today() + EXPIRES_SOON)
    return visible.exclude(state__in=[State.REPLACED, State.WITHDRAWN])


def _renewable(found: Assessment) -> bool:
    same = Assessment.objects.open().filter(entry=found.entry, type=found.type)
    return found.type in outlines() and not same.exists()


def _changes(found: Assessment) -> list[tuple[str, str, str]]:
    """What this version says otherwise than the one that was approved before it: question, before, now."""
    earlier = Assessment.objects.filter(entry=found.entry, type=found.type, version__lt=found.version)
    before = earlier.filter(state__in=FROZEN_STATES).order_by("-version").first()
    if before is None:
        return []
    return [
        (one.label, shown(one, before.answers.get(one.id)), shown(one, found.answers.get(one.id)))
        for one in read_outline(found.outline).questions()
        if before.answers.get(one.id) != found.answers.get(one.id)
    ]


def _entry_changes(found: Assessment) -> list[str]:
    """The questions on the entry's form that are answered otherwise than when this was last saved."""
    if found.manifest_digest == found.entry.manifest_digest:
        return []
    numbers = (found.revision, found.entry.revision_count)
    documents = dict(found.entry.revisions.filter(number__in=numbers).values_list("number", "document"))
    then, now = (documents.get(number, {}) for number in numbers)
    return [change.label for change in rows_of(found.entry.kind, then, now, then)]


def _approval(request: SignedInRequest, found: Assessment, form: ApprovalForm | None) -> dict[str, Any]:
    waits = found.state == State.SUBMITTED
    refusal = approval_refusal(request.user, found) if waits else ""
    if waits and not refusal and form is None:
        form = ApprovalForm(initial={"seen": found.answers_digest(), "valid_until": latest_term(found)})
    return {
        "form": form if waits and not refusal else None,
        "waits": waits,
        "refusal": refusal,
        "deciders": seats_deciding(found).select_related("holder") if waits else (),
    }
