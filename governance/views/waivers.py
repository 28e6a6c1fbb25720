"""Waivers: what is asked for, who agreed, and the decision."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.charter import charter
from governance.disclosure import Disclosure
from governance.forms.waivers import WaiverDecisionForm, WaiverForm
from governance.models import CheckRun, Finding, Waiver, WaiverStatus
from governance.permissions import check_can_ask_for_waiver, waiver_refusal
from governance.reports.waivers import (
    LOOKS,
    Agreement,
    agreement_on,
    agreements_on,
    decisions_on,
    use_of,
    waivers_for,
)
from governance.services import waivers as services
from governance.services.notices import mark_seen
from governance.services.recipients import seats_deciding
from governance.services.waivable import WaiverRefused, waivable
from governance.services.wording import worded_check
from governance.views.entries import visible_entry
from governance.views.findings import ShownFinding, form_url_of, show_findings
from governance.views.history import history_of
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from registry import clock
from registry.models import Entry
from registry.permissions import may_submit

PAGE_SIZE = 25
DECISIONS: Final[dict[str, Callable[..., Waiver]]] = {
    "approve": services.approve_waiver,
    "reject": services.reject_waiver,
    "revoke": services.revoke_waiver,
}


def waivers(request: SignedInRequest) -> HttpResponse:
    """What was asked for, and what became of it; ``waiting=me`` is what this person can decide on."""
    found = waivers_for(request.user)
    mine = Waiver.objects.awaiting(request.user).visible_to(request.user)
    chosen = request.GET.get("state", "")
    if request.GET.get("waiting") == "me":
        found = found.filter(pk__in=mine.values("pk")).order_by("requested_at", "pk")
    elif chosen in LOOKS:
        found = found.standing_as(chosen)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": agreements_on(list(page)),
        "states": [(name, look.label) for name, look in LOOKS.items()],
        "chosen": chosen,
        "waiting": mine.count(),
        "section": "waivers",
    }
    return render(request, "governance/waiver_list.html", context)


def waiver(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is for, who agreed, what happened, and the decision for who may make it."""
    found = _visible(request, pk)
    mark_seen(request.user, subject=found.subject)
    return render(request, "governance/waiver_view.html", _context(request, found))


@require_POST
def decide_waiver(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record one person's decision. What stood against it is said on the same page."""
    found = _visible(request, pk)
    form = WaiverDecisionForm(request.POST, choices=decisions_on(found))
    if form.is_valid():
        decide = DECISIONS[form.cleaned_data["decision"]]
        try:
            decided = decide(found, by=request.user, reason=form.cleaned_data["reason"])
        except (WaiverRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            for sentence in agreement_on(decided).lost:
                messages.warning(request, sentence)
            return redirect("waiver", found.pk)
    return render(request, "governance/waiver_view.html", _context(request, _visible(request, pk), form))


@require_POST
def withdraw_waiver(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    try:
        services.withdraw_waiver(found, by=request.user)
    except WaiverRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. You can ask for it again whenever you like.")
    return redirect("waiver", found.pk)


def ask_for_waiver(request: SignedInRequest, kind: str, key: str, rule_id: str) -> HttpResponse:
    """Show what the rule found and on what terms it can be waived, and ask for it."""
    entry = visible_entry(request, kind, key)
    check_can_ask_for_waiver(request.user, entry)
    asked = Waiver.objects.filter(entry=entry, rule_id=rule_id, status=WaiverStatus.ASKED).first()
    if asked is not None and request.method != "POST":
        return redirect("waiver", asked.pk)
    found = waivable(entry).get(rule_id)
    if found is None:
        raise Http404("There is no open finding of this rule that can be waived.")
    days = {"first_day": clock.today(), "last_day": found.last_day}
    form = WaiverForm(request.POST if request.method == "POST" else None, **days)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.request_waiver(entry, rule_id, by=request.user, **form.cleaned_data)
        except WaiverRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "Asked for. It counts once enough people have approved it.")
            return redirect("waiver", made.pk)
    context = {
        "entry": entry,
        "form": form,
        "waivable": found,
        "findings": _findings(request, entry, rule_id),
        "seats": charter().may_waive,
        "section": "waivers",
    }
    return render(request, "governance/waiver_ask.html", context)


def _visible(request: SignedInRequest, pk: int) -> Waiver:
    return get_object_or_404(waivers_for(request.user), pk=pk)


def _context(
    request: SignedInRequest, found: Waiver, form: WaiverDecisionForm | None = None
) -> dict[str, Any]:
    choices = decisions_on(found)
    refusal, agreement = waiver_refusal(request.user, found), agreement_on(found)
    if choices and not refusal and form is None and not _has_said(request, found, agreement):
        form = WaiverDecisionForm(choices=choices)
    return {
        "waiver": found,
        "entry": found.entry,
        "findings": _findings(request, found.entry, found.rule_id),
        "is_checked": CheckRun.objects.current().filter(entry=found.entry).exists(),
        "agreement": agreement,
        "use": use_of(found),
        "form": form,
        "refusal": refusal,
        "is_open": bool(choices),
        "deciders": seats_deciding(found).select_related("holder") if found.standing == "asked" else (),
        "can_withdraw": bool(choices) and may_submit(request.user, found.entry),
        "history": history_of(found.subject),
        "section": "waivers",
    }


def _has_said(request: SignedInRequest, found: Waiver, agreement: Agreement) -> bool:
    """Whether this person approved already, and waits for others to."""
    said = any(one.approver_id == request.user.pk for one, _ in agreement.approvals)
    return said and found.standing == "asked" and agreement.counting < agreement.needed


def _findings(request: SignedInRequest, entry: Entry, rule_id: str) -> list[ShownFinding]:
    """What the rule finds in the entry today, for this reader."""
    document = entry.document
    rows = Finding.objects.filter(run=worded_check(entry), rule_id=rule_id)
    shown = Disclosure(request.user).findings(rows.order_by("position").select_related("run__entry"))
    url = form_url_of(entry.kind, entry.key) if may_submit(request.user, entry) else None
    return show_findings(shown, document, Names(request.user, [document]), form_url=url)
