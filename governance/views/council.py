"""The council: who decides on what, who sits where, and what its members say of themselves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.charter import UnreadableCharter, charter
from governance.forms.council import InterestForm, LoanForm, SeatForm
from governance.models import CharterChange, CharterStatus, Delegation, Interest, Seat
from governance.permissions import may_propose_rules
from governance.reports.council import decided_on, loans, seat_names, seats_of_council
from governance.services.delegations import DelegationRefused, delegate_seat, end_delegation
from governance.services.interests import InterestRefused, declare_interest, end_interest, may_declare
from governance.services.seats import give_seat
from governance.views.requests import SignedInRequest
from registry import clock
from registry.permissions import may


def council(request: SignedInRequest) -> HttpResponse:
    """For everybody: who decides is no secret. Loans and their reasons are for who sees every entry."""
    return render(request, "governance/council.html", _context(request))


@require_POST
def give(request: SignedInRequest) -> HttpResponse:
    """Seat somebody, or make them the alternate of a seat."""
    form = SeatForm(request.POST)
    if form.is_valid():
        try:
            made = give_seat(**form.cleaned_data, by=request.user)
        except (PermissionDenied, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            as_what = "is an alternate of" if made.is_alternate else "holds"
            messages.success(request, f"{made.holder} {as_what} the {made.get_function_display()} seat.")
            return redirect("council")
    return render(request, "governance/council.html", _context(request, giving=form))


@require_POST
def lend(request: SignedInRequest) -> HttpResponse:
    """Lend the vote of a seat. What was typed stays where it is refused."""
    status, form = 200, LoanForm(request.POST, lender=request.user)
    if form.is_valid():
        said = form.cleaned_data
        seat = said.pop("seat")
        try:
            lent = delegate_seat(seat, said.pop("delegate"), by=request.user, **said)
        except DelegationRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except PermissionDenied as refusal:
            status = 403
            form.add_error("delegate", str(refusal))
        else:
            messages.success(request, f"{lent.delegate} votes in your place until {lent.until:%-d %B %Y}.")
            return redirect("council")
    return render(request, "governance/council.html", _context(request, loan=form), status=status)


@require_POST
def end_loan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delegation.objects.in_force(), pk=pk)
    end_delegation(found, by=request.user)
    messages.success(
        request, "Ended. What was said with the vote stands no more where nothing is decided yet."
    )
    return redirect("council")


@require_POST
def declare(request: SignedInRequest) -> HttpResponse:
    form = InterestForm(request.POST)
    if form.is_valid():
        try:
            made = declare_interest(**form.cleaned_data, by=request.user)
        except InterestRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"Declared. You are not heard on what names {made.vendor}.")
            return redirect("council")
    return render(request, "governance/council.html", _context(request, interest=form))


@require_POST
def end_declared(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Interest, pk=pk, person=request.user)
    end_interest(found, by=request.user)
    messages.success(request, "Ended with today. What was submitted until now stays closed to you.")
    return redirect("council")


def _context(
    request: SignedInRequest,
    loan: forms.Form | None = None,
    interest: forms.Form | None = None,
    giving: forms.Form | None = None,
) -> dict[str, Any]:
    user = request.user
    try:
        rules = charter()
    except UnreadableCharter as error:
        adopted = CharterChange.objects.adopted().first()
        return {"unreadable": error, "change": adopted, "section": "council"}
    sees_all, own = may(user, "registry.view_entry"), list(Seat.objects.held_by(user))
    lent = loans() if sees_all else []
    declares = may_declare(user)
    return {
        "charter": rules,
        "reviews": decided_on(rules),
        "powers": [
            ("Approve or end a waiver", seat_names(rules.may_waive)),
            ("Put a change of the rules or of the charter in force", seat_names(rules.may_change_rules)),
            ("Suspend or revoke an approval, and put it in force again", seat_names(rules.may_suspend)),
            ("Approve urgently, two together", seat_names(rules.may_decide_urgently)),
            ("Are heard as well on an appeal", seat_names(rules.appeal_seats)),
        ],
        "seats": seats_of_council(rules),
        "sees_all": sees_all,
        "loans": lent,
        "own": own,
        "to_me": [one for one in lent if one.delegate_id == user.pk],
        "loan": loan or (LoanForm(lender=user) if own else None),
        "declares": declares,
        "interests": Interest.objects.filter(person=user),
        "interest": interest or (InterestForm() if declares else None),
        "giving": giving or (SeatForm() if may(user, "governance.change_seat") else None),
        "changes": CharterChange.objects.filter(status=CharterStatus.PROPOSED).with_people(),
        "may_propose": may_propose_rules(user),
        "today": clock.today(),
        "section": "council",
    }
