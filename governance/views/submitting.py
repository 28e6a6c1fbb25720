"""What a team does with the council: submit, resubmit, withdraw. Each asks before it acts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.disclosure import Disclosure
from governance.models import Finding, Submission
from governance.permissions import check_can_submit
from governance.services.freezing import terms_for
from governance.services.submissions import (
    AlreadySubmitted,
    check_can_be_withdrawn,
    resubmit,
    submit_entry,
    withdraw,
)
from governance.services.wording import worded_check
from governance.views.entries import visible_entry
from governance.views.findings import form_url_of, show_findings
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from governance.workflow import Status, TransitionNotAllowed
from registry.models import Entry


def submit(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Show what will be frozen, and freeze it."""
    entry = visible_entry(request, kind, key)
    if request.method != "POST":  # Who is refused by the service is recorded.
        check_can_submit(request.user, entry)
    waiting = Submission.objects.open().filter(entry=entry).first()
    if waiting is not None and waiting.status != Status.CHANGES_REQUESTED:
        messages.info(request, "This is before the council already.")
        return redirect("submission", waiting.pk)
    if request.method == "POST":
        return _send(request, entry, waiting)
    return render(request, "governance/entry_submit.html", _frozen(request, entry, waiting))


def _send(request: SignedInRequest, entry: Entry, waiting: Submission | None) -> HttpResponse:
    note = request.POST.get("note", "")[:5000]
    try:
        if waiting is None:
            sent = submit_entry(entry, by=request.user, note=note)
        else:
            sent = resubmit(waiting, by=request.user, note=note)
    except (AlreadySubmitted, TransitionNotAllowed) as refusal:
        messages.error(request, str(refusal))
        return redirect("entry", entry.kind, entry.key)
    messages.success(request, "Submitted. What you see here is frozen, and is what the council decides on.")
    return redirect("submission", sent.pk)


def _frozen(request: SignedInRequest, entry: Entry, waiting: Submission | None) -> dict[str, object]:
    document = entry.document
    names = Names(request.user, [document])
    check = worded_check(entry)
    rows = Finding.objects.filter(run=check, blocks=True).select_related("run__entry")
    findings = Disclosure(request.user).findings(rows)
    return {
        "entry": entry,
        "waiting": waiting,
        "check": check,
        "findings": show_findings(findings, document, names, form_url=form_url_of(entry.kind, entry.key)),
        "links": names.entries(),
        "seats": terms_for(entry).required,
        "section": "submissions",
    }


def withdraw_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what withdrawing means, and withdraw."""
    visible = Submission.objects.visible_to(request.user).select_related("entry__owner_team")
    found = get_object_or_404(visible, pk=pk)
    if request.method == "POST":
        return _take_back(request, found)
    check_can_submit(request.user, found.entry)
    try:
        check_can_be_withdrawn(found)
    except TransitionNotAllowed as refusal:
        messages.info(request, str(refusal))
        return redirect("submission", found.pk)
    context = {"submission": found, "entry": found.entry, "section": "submissions"}
    return render(request, "governance/submission_withdraw.html", context)


def _take_back(request: SignedInRequest, found: Submission) -> HttpResponse:
    try:
        withdraw(found, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. You can submit it again whenever you like.")
    return redirect("submission", found.pk)
