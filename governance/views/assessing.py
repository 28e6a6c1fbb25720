"""What a team does with an assessment: begin it, write it, hand it in, give it up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance.assessing import State
from governance.forms.answers import AnswersForm, bases_of, merge, shown
from governance.models import Assessment
from governance.services.assessments import (
    AlreadyOpen,
    MissingAnswers,
    StaleAnswers,
    UnfitAnswers,
    check_may_write,
    save_answers,
    start_assessment,
    submit_assessment,
    withdraw_assessment,
)
from governance.services.records import JudgedRegister
from governance.views.assessments import visible_assessment
from governance.views.entries import visible_entry
from governance.views.requests import SignedInRequest
from governance.workflow import TransitionNotAllowed
from policies.assessments import read_outline
from registry import clock


@require_POST
def start(request: SignedInRequest, kind: str, key: str, assessment_type: str) -> HttpResponse:
    """Begin one, or the next version of one, and open it."""
    entry = visible_entry(request, kind, key)
    try:
        started = start_assessment(entry, assessment_type, by=request.user)
    except AlreadyOpen as refusal:
        messages.info(request, str(refusal))
        return redirect("write_assessment", refusal.assessment.pk)
    except ValueError as refusal:
        raise Http404 from refusal
    messages.success(request, "Started. What the registry knows is filled in; look through it and go on.")
    return redirect("write_assessment", started.pk)


def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page on which it is written. ``seen`` and ``base`` say what the writer set out from."""
    found = visible_assessment(request, pk)
    check_may_write(request.user, found.entry)
    if request.method == "POST":
        return _answer(request, found)
    if found.state != State.IN_PROGRESS:
        messages.info(request, "This is not being written any more.")
        return redirect("assessment", pk)
    return _page(request, found, _form(request, found, answers=found.answers))


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_assessment(request, pk)
    try:
        withdraw_assessment(found, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. What was approved before still counts.")
    return redirect("assessment", pk)


def _answer(request: SignedInRequest, found: Assessment) -> HttpResponse:
    form = _form(request, found, answers={}, data=request.POST)
    wanted, _, name = request.POST.get("do", "save").partition(" ")
    seen, base = request.POST.get("seen", ""), request.POST.get("base", "")
    if wanted == "take":
        form.take(name)
        return _page(request, found, form, seen=seen, base=base, unsaved=True)
    try:
        saved = save_answers(found, form.answers, by=request.user, seen_digest=seen)
        if wanted == "submit":
            return _submit(request, saved, form)
    except UnfitAnswers as refusal:
        form.place(refusal.problems)
    except StaleAnswers as conflict:
        return _conflict(request, conflict.assessment, form, base)
    except (PermissionDenied, TransitionNotAllowed) as refusal:
        return _page(request, found, form, seen=seen, base=base, refusal=str(refusal))
    else:
        covered = form.coverage
        words = f"{covered.required_answered} of {covered.required} required questions answered"
        messages.success(request, f"Saved: {words}.")
        return redirect("write_assessment", saved.pk)
    return _page(request, found, form, seen=seen, base=base, failed=True)


def _submit(request: SignedInRequest, saved: Assessment, form: AnswersForm) -> HttpResponse:
    try:
        submit_assessment(saved, by=request.user, seen_digest=saved.answers_digest())
    except MissingAnswers as refusal:
        form.place({one.id: "Answer this before you submit." for one in refusal.questions})
        return _page(request, saved, form, failed=True)
    messages.success(request, "Submitted. Whoever holds the seat can approve it now.")
    return redirect("assessment", saved.pk)


def _conflict(request: SignedInRequest, current: Assessment, form: AnswersForm, base: str) -> HttpResponse:
    """Somebody saved in the meantime: both versions side by side, and the form with them brought together."""
    mine, theirs = form.answers, current.answers
    changes = [
        (f"q-{one.id}", one.label, shown(one, theirs.get(one.id)), shown(one, mine.get(one.id)))
        for one in form.outline.questions()
        if mine.get(one.id) != theirs.get(one.id)
    ]
    merged = _form(request, current, answers=merge(base, mine, theirs))
    return _page(request, current, merged, conflict=changes)


def _form(request: SignedInRequest, found: Assessment, **options: Any) -> AnswersForm:
    register = JudgedRegister(as_of=clock.today(), visible_to=request.user)
    record = register.record(found.entry.document)
    return AnswersForm(read_outline(found.outline), record, **options)


def _page(request: SignedInRequest, found: Assessment, form: AnswersForm, **context: Any) -> HttpResponse:
    # What was refused as stale is a new start: the page that stands now is what the writer has seen.
    standing = {"seen": found.answers_digest(), "base": bases_of(found.answers)}
    said = {"assessment": found, "entry": found.entry, "form": form, "section": "assessments"}
    return render(request, "governance/assessment_edit.html", said | standing | context)
