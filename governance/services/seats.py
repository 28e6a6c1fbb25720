"""Giving and ending seats on the council."""

from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.groups import COUNCIL
from governance.models import Seat
from registry import clock
from registry.ledger.writing import record
from registry.models import User


@transaction.atomic
def give_seat(holder: User, function: str, *, by: User | None, since: date | None = None) -> Seat:
    """Seat ``holder`` for ``function``; who sits on the council sees the whole register."""
    _check_may_seat(by)
    seat = Seat.objects.create(holder=holder, function=function, since=since or clock.today())
    holder.groups.add(Group.objects.get(name=COUNCIL))
    record("seat.given", f"seat:{seat.pk}", by=by, person=str(holder.uid), function=function)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: User | None, last_day: date) -> Seat:
    """End the term: from the day after ``last_day`` the holder has no vote."""
    _check_may_seat(by)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    seat.until = last_day
    seat.save(update_fields=["until"])
    record("seat.ended", f"seat:{seat.pk}", by=by, until=last_day.isoformat())
    return seat


def _check_may_seat(by: User | None) -> None:
    if by is not None and not by.has_perm("governance.change_seat"):
        raise PermissionDenied("Only who keeps the charter can give or end seats.")
