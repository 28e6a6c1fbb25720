"""Lending the vote of a seat to somebody else for a time."""

from collections import defaultdict
from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from governance.groups import COUNCIL
from governance.models import Delegation, Seat
from governance.services.refusals import refusals_recorded
from governance.services.rehearing import hear_anew_soon
from governance.services.telling import vote_lent
from policies.canonical import digest
from registry import clock
from registry.ledger.writing import record
from registry.models import User

LONGEST = 92  # days: who is away for longer gives the seat up
_CIRCLE = (
    "That would go in a circle: whom you chose lent their own vote, and from there it leads back to you. "
    "Choose somebody who lent theirs to nobody, or have them end that loan first."
)


class DelegationRefused(ValueError):
    """The vote can't be lent so. ``field`` is what to change."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


def delegate_seat(seat: Seat, delegate: User, *, by: User, until: date, reason: str) -> Delegation:
    """Lend the vote of ``seat`` from today to ``until``; it ends an earlier loan of the same seat.

    Only who holds the seat lends it, nobody lends on what they were lent, and no loans go round in a circle.
    The delegate sees what the council sees for as long, and is bound by everything that binds the lender: who
    has a part in a submission can't vote on it through another person. Raises ``PermissionDenied`` and
    ``DelegationRefused``.
    """
    with refusals_recorded("delegation", seat, by=by):
        _hold_all_loans()
        seat = Seat.objects.select_for_update(of=("self",)).select_related("holder").get(pk=seat.pk)
        _check_lender(seat, by)
        _check(seat, delegate, until=until, reason=reason)
        for earlier in Delegation.objects.filter(seat=seat, ended_at=None):
            _end(earlier, by=by)
        lent = Delegation.objects.create(
            seat=seat,
            delegate=delegate,
            since=clock.today(),
            until=until,
            reason=reason.strip(),
            given_at=clock.now(),
        )
        told = {"seat": seat.subject, "function": seat.function, "person": str(delegate.uid)}
        event = record(
            "delegation.given",
            lent,
            by=by,
            since=lent.since.isoformat(),
            until=until.isoformat(),
            reason_digest=digest(lent.reason),
            **told,
        )
        vote_lent(lent, by=by, event=event)
        hear_anew_soon(seat.function)
        return lent


def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """Take the vote back. What was said with it before stands no more. Raises ``PermissionDenied``."""
    with refusals_recorded("ending", delegation, by=by):
        # The seat first, as whoever votes with what it lent holds it.
        Seat.objects.select_for_update().get(pk=delegation.seat_id)
        rows = Delegation.objects.select_for_update(of=("self",)).select_related("seat__holder", "delegate")
        delegation = rows.get(pk=delegation.pk)
        if by not in (delegation.seat.holder, delegation.delegate):
            raise PermissionDenied("Only who lent the vote, or was lent it, can end this.")
        if delegation.ended_at is None:
            _end(delegation, by=by)
            hear_anew_soon(delegation.seat.function)
        return delegation


def _check_lender(seat: Seat, by: User) -> None:
    if by != seat.holder or not Seat.objects.held_by(by).filter(pk=seat.pk).exists():
        raise PermissionDenied("Only who holds the seat can lend its vote.")


def _check(seat: Seat, delegate: User, *, until: date, reason: str) -> None:
    today = clock.today()
    if not reason.strip():
        raise DelegationRefused("Say why: auditors will read it.", "reason")
    if not today <= until or (until - today).days > LONGEST:
        raise DelegationRefused(f"Choose a day from today on, at most {LONGEST} days away.", "until")
    if seat.until is not None and until > seat.until:
        raise DelegationRefused(
            f"Your term ends on {seat.until:%d %B %Y}: lend it no longer than that.", "until"
        )
    if delegate == seat.holder or not delegate.is_active:
        raise DelegationRefused("Choose somebody else, who has not left.", "delegate")
    if not delegate.groups.filter(name=COUNCIL).exists():
        raise DelegationRefused(
            "Choose somebody who sits on the council: others don't see the register.", "delegate"
        )
    _check_circle(seat, delegate)


def _check_circle(seat: Seat, delegate: User) -> None:
    """Raise ``PermissionDenied`` where the vote would come back to its lender, over however many others."""
    lent = defaultdict[int, set[int]](set)
    others = Delegation.objects.in_force().exclude(seat=seat)
    for lender, borrower in others.values_list("seat__holder", "delegate"):
        lent[lender].add(borrower)
    reached, ahead = set[int](), {delegate.pk}
    while ahead:
        reached |= ahead
        ahead = set().union(*(lent[one] for one in ahead)) - reached
    if seat.holder_id in reached:
        raise PermissionDenied(_CIRCLE)


def _hold_all_loans() -> None:
    """Who lends waits for whoever else does: two loans that are fine alone can be a circle together."""
    Group.objects.select_for_update(no_key=True).get(name=COUNCIL)


def _end(delegation: Delegation, *, by: User) -> None:
    delegation.ended_at = clock.now()
    delegation.save(update_fields=["ended_at"])
    record("delegation.ended", delegation, by=by)
