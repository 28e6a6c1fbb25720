"""Pages of the admin that end an approval, put it in force again, or give it urgently: each asks why."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.urls import reverse

from governance.charter import terms_of
from governance.forms.acts import ReasonForm, UrgentForm
from governance.models import Submission
from governance.permissions import suspension_refusal
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.urgent import approve_urgently, urgent_refusal
from governance.voters import Bench
from governance.workflow import IN_FORCE, Status
from registry.models import User


class Act(NamedTuple):
    """A page: its title, what follows, the states it is offered in, and the service it calls."""

    title: str
    about: str
    states: frozenset[Status]
    service: Callable[..., Submission]
    refusal: Callable[[User, Submission], str] = suspension_refusal
    form: type[forms.Form] = ReasonForm


ACTS = {
    "suspend": Act(
        "Suspend the approval",
        "It counts no more from now on, until it is put in force again or decided anew.",
        IN_FORCE,
        suspend_approval,
    ),
    "revoke": Act(
        "Revoke the approval",
        "It is taken back for good. The team can appeal, or submit anew.",
        IN_FORCE | {Status.SUSPENDED},
        revoke_approval,
    ),
    "reinstate": Act(
        "Put it in force again",
        "It counts again as it was given, until the day that it had. The entry has to be as it was.",
        frozenset({Status.SUSPENDED}),
        reinstate_approval,
    ),
    "approve_urgently": Act(
        "Approve urgently",
        "For what can't wait for all seats: two people say so, and it counts for some days, in which it is "
        "reviewed. What blocks an approval blocks this one too.",
        frozenset({Status.IN_REVIEW}),
        approve_urgently,
        urgent_refusal,
        UrgentForm,
    ),
}


def form_of(name: str, thing: Submission, posted: Any) -> forms.Form:
    return ACTS[name].form(posted, initial={"seen_digest": thing.review_digest})


def offered(by: User, thing: Submission, bench: Bench) -> list[tuple[str, str]]:
    """The title and the address of each act that ``by`` may do now. ``bench`` saves asking twice."""
    now = {name: act for name, act in ACTS.items() if thing.status in act.states}
    refused = _known(by, bench) if thing.status == Status.IN_REVIEW else {}
    for refusal in {act.refusal for act in now.values()} - refused.keys():
        refused[refusal] = refusal(by, thing)
    return [
        (act.title, reverse(f"admin:governance_submission_{name}", args=[thing.pk]))
        for name, act in now.items()
        if not refused[act.refusal]
    ]


def _known(by: User, bench: Bench) -> dict[Callable[..., str], str]:
    """What stands against an urgent approval by who holds a seat for it that is on the bench."""
    urgent = terms_of(bench.submission).urgent_seats
    own = (one for one in bench.speakers if one.user == by and one.on_behalf_of is None)
    found = next((one for one in own if one.function in urgent), None)
    return {urgent_refusal: found.part} if found else {}
