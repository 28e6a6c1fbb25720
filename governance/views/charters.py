"""The charter: proposing another one, reading what it would change, and deciding on it."""

from difflib import unified_diff
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from governance.charter import charter_text, digest_in_force
from governance.forms.charters import CharterForm
from governance.models import CharterChange
from governance.permissions import refusal_to_adopt
from governance.services.charters import adopt_charter, propose_charter, reject_charter, withdraw_charter
from governance.views.proposals import ProposalPages
from governance.views.requests import SignedInRequest


def propose(request: SignedInRequest) -> HttpResponse:
    """Begin with the charter in force; whatever is wrong with another one is said at its line."""
    form = CharterForm(request.POST or None, initial={"text": charter_text()})
    return _PAGES.propose(
        request,
        "governance/charter_propose.html",
        form,
        lambda form: propose_charter(
            form.cleaned_data["text"], by=request.user, reason=form.cleaned_data["reason"]
        ),
    )


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    return _PAGES.show(request, pk)


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    return _PAGES.decide(request, pk)


def _context(_: SignedInRequest, found: CharterChange) -> dict[str, Any]:
    current = digest_in_force()
    return {
        "is_current": found.digest == current and found.number is not None,
        "stale": found.is_open and found.based_on != current,
        "lines": _lines(found) if found.is_open else (),
    }


def _lines(found: CharterChange) -> list[str]:
    """What is different from the charter in force, line by line."""
    before, after = charter_text().splitlines(), found.text.splitlines()
    return list(unified_diff(before, after, "in force", "proposed", lineterm=""))


_PAGES: Final = ProposalPages(
    model=CharterChange,
    section="council",
    template="governance/charter_change.html",
    address="charter_change",
    act="adopt",
    done="It holds for rounds that begin now.",
    put_in_force=adopt_charter,
    reject=reject_charter,
    withdraw=withdraw_charter,
    refusal=refusal_to_adopt,
    context=_context,
)
