"""Proposing and deciding on a change of the rules or of the charter: one act on two things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.models.proposals import Proposal
from governance.permissions import check_can_propose_rules
from governance.services.notices import mark_seen
from governance.services.proposals import StaleProposal
from governance.services.rule_sets import UnknownRules
from governance.views.requests import SignedInRequest
from policies import PolicyError

_REFUSALS = (PermissionDenied, StaleProposal, PolicyError, UnknownRules, ValueError)


@dataclass(frozen=True)
class ProposalPages:
    """What is other about the pages of one of the two.

    ``act`` is the word for putting it in force, and ``done`` what follows from that; ``context`` is what is
    shown of it beside what is shown of both.
    """

    model: Any
    section: str
    template: str
    address: str
    act: str
    done: str
    put_in_force: Callable[..., Any]
    reject: Callable[..., Any]
    withdraw: Callable[..., Any]
    refusal: Callable[[Any, Any], str]
    context: Callable[[SignedInRequest, Any], dict[str, Any]]

    def propose(
        self, request: SignedInRequest, template: str, form: Any, make: Callable[[Any], Proposal]
    ) -> HttpResponse:
        """Ask what is to change and why; whatever is wrong with that is said where it stands."""
        check_can_propose_rules(request.user)
        if request.method == "POST" and form.is_valid():
            try:
                change = make(form)
            except (PolicyError, UnknownRules, ValueError) as problem:
                form.add_problem(problem)
            else:
                messages.success(request, f"Proposed. Nothing changes before somebody else {self.act}s it.")
                return redirect(self.address, change.pk)
        return render(request, template, {"form": form, "section": self.section})

    def show(self, request: SignedInRequest, pk: int, **problem: str) -> HttpResponse:
        found = self._found(pk)
        mark_seen(request.user, subject=found.subject)
        context = {
            "change": found,
            "is_open": found.is_open,
            "own": found.proposed_by_id == request.user.pk,
            "refusal": self.refusal(request.user, found),
            "section": self.section,
        }
        return render(request, self.template, context | self.context(request, found) | problem)

    def decide(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Do what was asked for. What stands against it is said on the same page, with what was typed."""
        found = self._found(pk)
        said, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:5_000]
        acts = {self.act: self.put_in_force, "reject": self.reject}
        try:
            if said == "withdraw":
                self.withdraw(found, by=request.user)
            elif said in acts:
                acts[said](found, by=request.user, reason=reason)
            else:
                raise ValueError(f"Choose whether to {self.act} or to reject it.")
        except _REFUSALS as refused:
            return self.show(request, pk, problem=str(refused), reason=reason)
        messages.success(request, f"Recorded. {self.done if said == self.act else ''}".strip())
        return redirect(self.address, pk)

    def _found(self, pk: int) -> Any:
        return get_object_or_404(self.model.objects.with_people(), pk=pk)
