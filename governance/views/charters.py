"""The charter: proposing another one, reading what it would change, and deciding on it."""

from difflib import unified_diff
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.charter import charter, charter_text
from governance.forms.charters import CharterForm
from governance.models import CharterChange, CharterStatus
from governance.permissions import check_can_propose_rules, refusal_to_adopt
from governance.services.charters import (
    StaleCharter,
    adopt_charter,
    propose_charter,
    reject_charter,
    withdraw_charter,
)
from governance.services.notices import mark_seen
from governance.views.requests import SignedInRequest
from policies import PolicyError


def propose(request: SignedInRequest) -> HttpResponse:
    """Begin with the charter in force; whatever is wrong with another one is said at its line."""
    check_can_propose_rules(request.user)
    form = CharterForm(request.POST or None, initial={"text": charter_text()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change = propose_charter(said["text"], by=request.user, reason=said["reason"])
        except (PolicyError, ValueError) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, "Proposed. Nothing changes before somebody else adopts it.")
            return redirect("charter_change", change.pk)
    return render(request, "governance/charter_propose.html", {"form": form, "section": "council"})


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CharterChange.objects.with_people(), pk=pk)
    mark_seen(request.user, subject=found.subject)
    return render(request, "governance/charter_change.html", _context(request, found))


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CharterChange.objects.with_people(), pk=pk)
    acts: dict[str, Any] = {"adopt": adopt_charter, "reject": reject_charter}
    said, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:5_000]
    try:
        if said == "withdraw":
            withdraw_charter(found, by=request.user)
        elif said in acts:
            acts[said](found, by=request.user, reason=reason)
        else:
            raise ValueError("Choose whether to adopt or to reject it.")
    except (PermissionDenied, StaleCharter, PolicyError, ValueError) as refused:
        context = _context(request, found) | {"problem": str(refused), "reason": reason}
        return render(request, "governance/charter_change.html", context)
    messages.success(
        request, "Recorded." + (" It holds for rounds that begin now." if said == "adopt" else "")
    )
    return redirect("charter_change", pk)


def _context(request: SignedInRequest, found: CharterChange) -> dict[str, Any]:
    is_open = found.status == CharterStatus.PROPOSED
    return {
        "change": found,
        "is_open": is_open,
        "is_current": found.digest == charter().digest and found.number is not None,
        "stale": is_open and found.based_on != charter().digest,
        "own": found.proposed_by_id == request.user.pk,
        "refusal": refusal_to_adopt(request.user, found),
        "lines": _lines(found) if is_open else (),
        "section": "council",
    }


def _lines(found: CharterChange) -> list[str]:
    """What is different from the charter in force, line by line."""
    before, after = charter_text().splitlines(), found.text.splitlines()
    return list(unified_diff(before, after, "in force", "proposed", lineterm=""))
