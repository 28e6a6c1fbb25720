"""Changing the charter: one person proposes, a seat that it names adopts, and later rounds follow it."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from governance import permissions
from governance.charter import charter
from governance.models import CharterChange, CharterStatus
from governance.services.refusals import refusals_recorded
from governance.services.seats import hold_seats
from governance.services.telling import charter_moved
from policies.canonical import digest
from policies.charters import load_charter
from registry import clock
from registry.ledger.writing import record
from registry.models import User

LONGEST = 64_000  # characters, as ``policies.yamlio`` reads at most


class CharterRefused(ValueError):
    """A change that says no reason, or changes nothing. ``field`` is what to change, or ""."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class StaleCharter(Exception):
    """Another charter came into force, or the change was decided on, since the person looked."""


@transaction.atomic
def propose_charter(text: str, *, by: User, reason: str) -> CharterChange:
    """Put a charter up for somebody else to adopt; until then nothing changes.

    Raises ``PermissionDenied``; ``YamlError`` and ``CharterError`` with line and column; ``CharterRefused``.
    """
    permissions.check_can_propose_rules(by)
    if not (reason := reason.strip()):
        raise CharterRefused("Say why: whoever adopts it has to know, and auditors will read it.", "reason")
    wanted, current = load_charter(text, source="charter.yaml"), charter()
    if wanted.digest == current.digest:
        raise CharterRefused("This changes nothing: it is the charter in force.", "text")
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

    Raises ``PermissionDenied``, ``StaleCharter``, ``CharterRefused``.
    """
    with refusals_recorded("decision", change, by=by):
        change = _to_decide(change, by=by)
        change.number = (CharterChange.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        if change.based_on != charter().digest:
            raise StaleCharter("Another charter is in force since this was proposed. Propose it anew.")
        load_charter(change.text, source="charter.yaml")
        return _decide(change, CharterStatus.ADOPTED, by=by, reason=reason)


def reject_charter(change: CharterChange, *, by: User, reason: str) -> CharterChange:
    """Turn a proposed charter down. Raises as ``adopt_charter`` does."""
    with refusals_recorded("decision", change, by=by):
        return _decide(_to_decide(change, by=by), CharterStatus.REJECTED, by=by, reason=reason)


def withdraw_charter(change: CharterChange, *, by: User) -> CharterChange:
    """Take back what one proposed oneself. Raises ``PermissionDenied`` and ``StaleCharter``."""
    with refusals_recorded("withdrawal", change, by=by):
        change = _locked(change)
        if change.proposed_by_id != by.pk:
            raise PermissionDenied("Only who proposed a change can withdraw it.")
        return _decide(change, CharterStatus.WITHDRAWN, by=by, reason="Withdrawn.")


def _locked(change: CharterChange) -> CharterChange:
    change = CharterChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.status != CharterStatus.PROPOSED:
        raise StaleCharter(f"This change was {change.get_status_display().lower()} already.")
    return change


def _to_decide(change: CharterChange, *, by: User) -> CharterChange:
    hold_seats(by)
    permissions.check_can_adopt_charter(by, change)
    return _locked(change)


def _decide(change: CharterChange, to: CharterStatus, *, by: User, reason: str) -> CharterChange:
    if not (reason := reason.strip()):
        raise CharterRefused("Say why: auditors will read it.", "reason")
    change.status, change.decided_by, change.decided_at, change.decided_why = to, by, clock.now(), reason
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise StaleCharter("Another charter came into force in the same moment. Look again.") from error
    told = change.content | {"number": change.number or 0, "why_digest": digest(reason)}
    charter_moved(change, by=by, event=record(f"charter.{to}", change, by=by, **told))
    return change
