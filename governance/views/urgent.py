"""What can't wait for all seats."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.charter import terms_of
from governance.forms.acts import UrgentForm
from governance.models import Submission
from governance.services.recipients import seats_approving_urgently
from governance.services.urgent import approve_urgently, urgent_refusal
from governance.services.voting import DecisionBlocked, StaleReview
from governance.views.approvals import visible_submission
from governance.views.requests import SignedInRequest
from governance.views.review.frozen import evidence_of
from governance.views.stale import stale_for
from governance.views.topics import sort_findings
from governance.workflow import Status, TransitionNotAllowed


def urgent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what an urgent approval means, and record one of the two voices it takes."""
    found, status, problem = visible_submission(request, pk), 200, None
    if found.status != Status.IN_REVIEW and request.method != "POST":
        messages.info(request, "Only what is in review can be approved urgently.")
        return redirect("submission", found.pk)
    initial = {"seen_digest": found.review_digest}
    form = UrgentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            said = approve_urgently(found, by=request.user, **form.cleaned_data)
        except (DecisionBlocked, PermissionDenied, StaleReview, TransitionNotAllowed) as refused:
            form.add_error(None, str(refused))
            found, status, problem = visible_submission(request, pk), 409, refused
        else:
            messages.success(request, _told(said))
            return redirect("submission", found.pk)
    stale = stale_for(request, found, form, problem)
    if stale and request.method == "POST":
        status = 409
    context = _context(request, found) | {"form": form, "stale": stale, "typed": form.data.get("reason", "")}
    status = 403 if context["refusal"] else status
    return render(request, "governance/submission_urgent.html", context, status=status)


def _context(request: SignedInRequest, found: Submission) -> dict[str, Any]:
    seen, refusal = evidence_of(request.user, found), urgent_refusal(request.user, found)
    voices = list(found.urgent_voices.filter(round=found.round).select_related("voter"))
    spoken = [one.voter_id for one in voices]
    return {
        "submission": found,
        "entry": found.entry,
        "findings": seen.findings,
        "sorted": sort_findings(seen.findings),
        "record": seen.record,
        "in_review": found.status == Status.IN_REVIEW,
        "voices": voices,
        "days": terms_of(found).urgent_days,
        "refusal": refusal,
        "has_spoken": request.user.pk in spoken,
        "people": seats_approving_urgently(found).select_related("holder"),
        "section": "submissions",
    }


def _told(said: Submission) -> str:
    if said.is_urgent and said.valid_until:
        return f"Approved urgently, until {said.valid_until:%-d %B %Y}. Its review by all seats begins now."
    return "Recorded. It takes a second person to approve it."
