"""Deciding on what somebody else proposed: a change of the rules, or of the charter."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from governance.models.proposals import Proposal
from policies.canonical import digest
from registry import clock
from registry.ledger.writing import record
from registry.models import User

P = TypeVar("P", bound=Proposal)


class ProposalRefused(ValueError):
    """It says no reason, changes nothing, or is of no use to this release. ``field`` is what to change."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class StaleProposal(Exception):
    """Something else came into force, or it was decided on, since the person looked."""


def said(reason: str, who_reads: str = "auditors will read it.") -> str:
    """The reason. Raises ``ProposalRefused`` without one."""
    if not (reason := reason.strip()):
        raise ProposalRefused(f"Say why: {who_reads}", "reason")
    return reason


def check_open(change: Proposal) -> None:
    if not change.is_open:
        status = change.get_status_display().lower()
        raise StaleProposal(f"This change was {status} already.")


def check_own(change: Proposal, by: User) -> None:
    if change.proposed_by_id != by.pk:
        raise PermissionDenied("Only who proposed a change can withdraw it.")


def next_number(change: Proposal) -> int:
    """Who puts something else in force meanwhile has it too, and then only one can stay."""
    return (type(change)._default_manager.aggregate(last=Max("number"))["last"] or 0) + 1


def settle(change: P, to: str, *, by: User, reason: str, tell: Callable[..., None]) -> P:
    """Close a locked and open ``change``, record it in the same breath and ``tell`` whom it concerns.

    Raises what is declared above.
    """
    why = said(reason)
    change.status = to
    change.decided_by, change.decided_at, change.decided_why = by, clock.now(), why
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise StaleProposal("Something else came into force in the same moment. Look again.") from error
    told = change.content | {"number": change.number or 0, "why_digest": digest(why)}
    kind = change.subject.partition(":")[0]
    tell(change, by=by, event=record(f"{kind}.{to}", change, by=by, **told))
    return change
