"""What teams ask the council about something like theirs that they can't see."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from governance.forms.acts import ReasonForm
from governance.models import OverlapQuestion
from governance.reports.overlap_pairs import Chosen
from governance.services.overlaps import OverlapRefused, ask_council, close_question
from governance.views.entries import visible_entry
from governance.views.requests import SignedInRequest


def open_questions(user: Any, chosen: Chosen) -> list[tuple[OverlapQuestion, bool]]:
    """Those that the page of overlaps is asked for, each with whether this person may close it."""
    if chosen.state != "asked":
        return []
    rows = OverlapQuestion.objects.open().visible_to(user).select_related("entry__owner_team", "asked_by")
    rows = rows.filter(entry__kind=chosen.kind) if chosen.kind else rows
    rows = rows.filter(entry__owner_team__key=chosen.team) if chosen.team else rows
    mine = set(OverlapQuestion.objects.awaiting(user).values_list("pk", flat=True))
    return [(one, one.pk in mine) for one in rows]


@require_POST
def ask_the_council(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Ask about something like this entry that the team can't see."""
    entry = visible_entry(request, kind, key)
    try:
        ask_council(entry, by=request.user)
    except OverlapRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The council was asked. Whoever answers sees both sides.")
    return redirect("entry", kind, key)


@require_POST
def close_overlap_question(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a question in words where no decision on a pair answers it."""
    question = get_object_or_404(OverlapQuestion.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        close_question(question, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Closed. The team is told, and reads what you wrote.")
    else:
        messages.error(request, " ".join(map(str, form.errors["reason"])))
    return redirect(f"{reverse('overlaps')}?state=asked")
