"""What becomes of an approval: suspended, revoked, put in force again."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.charter import UnreadableCharter, charter
from governance.forms.acts import ApprovalForm
from governance.models import Seat, Submission
from governance.permissions import suspension_refusal
from governance.reports.standing import with_standing
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.submissions import AlreadySubmitted, check_can_be_appealed
from governance.services.urgent import urgent_refusal
from governance.views.endings import ended_by
from governance.views.requests import SignedInRequest
from governance.workflow import IN_FORCE, Status, TransitionNotAllowed
from registry.models import User
from registry.permissions import may_submit

_ACTS: Final[dict[str, tuple[Callable[..., Submission], str]]] = {
    "suspend": (suspend_approval, "Suspended: it does not count from now on."),
    "revoke": (revoke_approval, "Revoked: it does not count any more."),
    "reinstate": (reinstate_approval, "In force again, until the day it had."),
}
_LABELS: Final = {
    "suspend": "Suspend it: it does not count until it is put in force again or decided anew",
    "reinstate": "Put it in force again, as it was given and until the day it had",
    "revoke": "Revoke it for good: the team can appeal, or submit the entry anew",
}


def approval(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask which and why, and do it. Who may not is told who can, and the attempt is on record."""
    found, status = visible_submission(request, pk), 200
    if not (acts := _acts_on(found)):
        messages.info(request, "No approval stands here.")
        return redirect("submission", found.pk)
    form = ApprovalForm(request.POST if request.method == "POST" else None, acts=acts)
    if form.is_valid():
        act, done = _ACTS[form.cleaned_data["act"]]
        try:
            act(found, by=request.user, reason=form.cleaned_data["reason"])
        except (PermissionDenied, TransitionNotAllowed) as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, done)
            return redirect("submission", found.pk)
    why_not = suspension_refusal(request.user, found)
    able = Seat.objects.deciding(charter().may_suspend, parties=found.parties.all())
    context = {
        "submission": found,
        "entry": found.entry,
        "form": form,
        "is_suspended": found.status == Status.SUSPENDED,
        "by": ended_by(found),
        "refusal": why_not,
        "people": able.select_related("holder") if why_not else (),
        "section": "submissions",
    }
    return render(request, "governance/submission_approval.html", context, status=403 if why_not else status)


def visible_submission(request: SignedInRequest, pk: int) -> Submission:
    """The submission with what acts on it look at, if this person may see it. Raises ``Http404``."""
    related = ("entry__owner_team", "team", "submitted_by", "check_run", "reviews_urgent")
    rows = with_standing(Submission.objects.visible_to(request.user).select_related(*related))
    return get_object_or_404(rows, pk=pk)


def offered_acts(request: SignedInRequest, found: Submission) -> dict[str, Any]:
    """What the page of a submission offers this person beside a vote."""
    in_review = found.status == Status.IN_REVIEW
    voices = list(found.urgent_voices.select_related("voter")) if in_review or found.is_urgent else []
    called = [one for one in voices if one.round == found.round]
    can_call = in_review and _may_call_urgent(request.user, found)
    return {
        "urgent_voices": called,
        "can_call_urgent": can_call and all(one.voter_id != request.user.pk for one in called),
        "can_suspend": bool(_acts_on(found)) and not suspension_refusal(request.user, found),
        "can_appeal": _can_appeal(request, found),
        "urgent_review": getattr(found, "reviewed_by", None) if found.is_urgent else None,
    }


def _may_call_urgent(user: User, found: Submission) -> bool:
    try:
        return not urgent_refusal(user, found)
    except UnreadableCharter:
        return False


def _acts_on(found: Submission) -> list[tuple[str, str]]:
    names = ("suspend", "revoke") if found.status in IN_FORCE else ()
    names = ("reinstate", "revoke") if found.status == Status.SUSPENDED else names
    return [(name, _LABELS[name]) for name in names]


def _can_appeal(request: SignedInRequest, found: Submission) -> bool:
    try:
        check_can_be_appealed(found)
    except (AlreadySubmitted, TransitionNotAllowed, UnreadableCharter):
        return False
    return may_submit(request.user, found.entry)
