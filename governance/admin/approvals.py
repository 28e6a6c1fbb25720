"""What the admin offers instead of, or after, a decision: each act has a page that asks why."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from governance.charter import terms_of
from governance.models import Submission
from governance.permissions import suspension_refusal
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.urgent import urgent_refusal
from governance.voters import Bench
from governance.workflow import IN_FORCE, Status
from registry.models import User


class Act(NamedTuple):
    """A page: its title, what follows, the states it is offered in, and the service it calls."""

    title: str
    about: str
    states: frozenset[Status]
    service: Callable[..., Submission]


URGENT = "Approve urgently"
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
}


def offered(by: User, thing: Submission, bench: Bench) -> list[tuple[str, str]]:
    """The title and the address of each act that ``by`` may do now. ``bench`` saves asking twice."""
    if thing.status == Status.IN_REVIEW:
        return [] if _urgent_refusal(by, thing, bench) else [(URGENT, urgent_url(thing))]
    now = {name: act for name, act in ACTS.items() if thing.status in act.states}
    if not now or suspension_refusal(by, thing):
        return []
    return [(act.title, address_of(name, thing)) for name, act in now.items()]


def address_of(name: str, thing: Submission) -> str:
    return reverse(f"admin:governance_submission_{name}", args=[thing.pk])


def urgent_url(thing: Submission) -> str:
    """With the digest that the page with the link shows: what changed until it is followed is told."""
    return f"{address_of('approve_urgently', thing)}?{urlencode({'seen_digest': thing.review_digest})}"


def _urgent_refusal(by: User, thing: Submission, bench: Bench) -> str:
    """Who holds a seat for it that is on the bench was asked for their part already."""
    urgent = terms_of(bench.submission).urgent_seats
    own = (one for one in bench.speakers if one.user == by and one.on_behalf_of is None)
    found = next((one for one in own if one.function in urgent), None)
    return found.part if found else urgent_refusal(by, thing)
