"""Changing the charter: one person proposes, a seat that it names adopts, and later rounds follow it."""

from django.db import transaction

from governance import permissions
from governance.charter import charter
from governance.models import CharterChange, CharterStatus
from governance.services.proposals import (
    ProposalRefused,
    StaleProposal,
    check_open,
    check_own,
    next_number,
    said,
    settle,
)
from governance.services.refusals import refusals_recorded
from governance.services.seats import hold_seats
from governance.services.telling import charter_moved
from policies.canonical import digest
from policies.charters import load_charter
from registry import clock
from registry.ledger.writing import record
from registry.models import User

LONGEST = 64_000  # characters, as ``policies.yamlio`` reads at most


@transaction.atomic
def propose_charter(text: str, *, by: User, reason: str) -> CharterChange:
    """Put a charter up for somebody else to adopt; until then nothing changes.

    Raises ``PermissionDenied``; ``YamlError`` and ``CharterError`` with line and column; ``ProposalRefused``.
    """
    permissions.check_can_propose_rules(by)
    reason = said(reason, "whoever adopts it has to know, and auditors will read it.")
    wanted, current = load_charter(text, source="charter.yaml"), charter()
    if wanted.digest == current.digest:
        raise ProposalRefused("This changes nothing: it is the charter in force.", "text")
    change = CharterChange.objects.create(
        text=text,
        digest=wanted.digest,
        based_on=current.digest,
        reason=reason,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    event = record("charter.proposed", change, by=by, reason_digest=digest(reason), **change.content)
    charter_moved(change, by=by, event=event)
    return change


def adopt_charter(change: CharterChange, *, by: User, reason: str) -> CharterChange:
    """Put a proposed charter in force for rounds that begin from now on; rounds under way keep their terms.

    Raises ``PermissionDenied``, ``StaleProposal``, ``ProposalRefused``.
    """
    with refusals_recorded("decision", change, by=by):
        change = _to_decide(change, by=by)
        change.number = next_number(change)
        if change.based_on != charter().digest:
            raise StaleProposal("Another charter is in force since this was proposed. Propose it anew.")
        load_charter(change.text, source="charter.yaml")
        return settle(change, CharterStatus.ADOPTED, by=by, reason=reason, tell=charter_moved)


def reject_charter(change: CharterChange, *, by: User, reason: str) -> CharterChange:
    """Turn a proposed charter down. Raises as ``adopt_charter`` does."""
    with refusals_recorded("decision", change, by=by):
        return settle(
            _to_decide(change, by=by), CharterStatus.REJECTED, by=by, reason=reason, tell=charter_moved
        )


def withdraw_charter(change: CharterChange, *, by: User) -> CharterChange:
    """Take back what one proposed oneself. Raises ``PermissionDenied`` and ``StaleProposal``."""
    with refusals_recorded("withdrawal", change, by=by):
        change = _locked(change)
        check_own(change, by)
        return settle(change, CharterStatus.WITHDRAWN, by=by, reason="Withdrawn.", tell=charter_moved)


def _locked(change: CharterChange) -> CharterChange:
    change = CharterChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    check_open(change)
    return change


def _to_decide(change: CharterChange, *, by: User) -> CharterChange:
    hold_seats(by)
    permissions.check_can_adopt_charter(by, change)
    return _locked(change)
