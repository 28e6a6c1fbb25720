"""Giving and ending seats on the council, and what people may do across the organisation."""

from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from governance.groups import COUNCIL, IN_THE_ADMIN, OPERATORS
from governance.models import Delegation, Seat
from governance.services.refusals import refusals_recorded
from governance.services.rehearing import hear_anew_soon
from registry import clock
from registry.ledger.writing import record
from registry.models import User
from registry.services.people import join_group


def give_seat(
    holder: User,
    function: str,
    *,
    by: User | None,
    since: date | None = None,
    is_alternate: bool = False,
) -> Seat:
    """Seat ``holder`` for ``function``, or as its alternate; who sits on the council sees the whole register.

    Raises ``PermissionDenied``; ``ValueError`` where they hold that seat already or have left.
    """
    with refusals_recorded("giving", holder.subject, by=by, of="seat"):
        _check_may_seat(by)
        _check_is_another(by, holder)
        if not holder.is_active:
            raise ValueError(f"{holder} has left and can't hold a seat.")
        seat = Seat(holder=holder, function=function, since=since or clock.today(), is_alternate=is_alternate)
        try:
            with transaction.atomic():
                seat.save()
        except IntegrityError as error:
            raise ValueError(f"{holder} holds this seat already.") from error
        told = {"person": str(holder.uid), "function": function, "since": seat.since.isoformat()}
        record("seat.given", seat, by=by, alternate=is_alternate, **told)
        _admit(holder, COUNCIL, by=by)
        hear_anew_soon(function)
        return seat


def end_seat(seat: Seat, *, by: User | None, last_day: date) -> Seat:
    """End the term: from the day after ``last_day`` the holder has no vote, and sees only their teams'.

    Raises ``PermissionDenied``; ``ValueError`` for a day before the term began or after its last day.
    """
    with refusals_recorded("ending", seat, by=by):
        _check_may_seat(by)
        seat = Seat.objects.select_for_update(of=("self",)).select_related("holder").get(pk=seat.pk)
        if last_day < seat.since:
            raise ValueError("A term can't end before it began.")
        if seat.until is not None and last_day > seat.until:
            raise ValueError("A term that has its last day is not made longer: give the seat anew.")
        seat.until = last_day
        seat.save(update_fields=["until"])
        record("seat.ended", seat, by=by, person=str(seat.holder.uid), until=last_day.isoformat())
        release_ended_terms()
        hear_anew_soon(seat.function)
        return seat


def hold_seats(*people: User | int) -> None:
    """Keep the terms that these people speak for, their own and those they were lent, as they are until this
    transaction ends: what would end one waits for it, or it for that. Those who only speak share the lock.
    """
    if not people or not connection.features.has_select_for_update:
        return  # Where rows can't be locked, one writes at a time.
    lent = Delegation.objects.in_force().filter(delegate__in=people).values("seat")
    spoken_for = Seat.objects.filter(Q(holder__in=people) | Q(pk__in=lent)).order_by("pk")
    sql, params = spoken_for.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE OF governance_seat", params)


@transaction.atomic
def release_ended_terms() -> int:
    """Take the council's view of the register from everybody whose last term is over. Votes need no release:
    they look at the term itself. Return how many people it was.
    """
    seated = Seat.objects.serving_or_to_come().values("holder")
    council = User.objects.filter(groups__name=COUNCIL, seats__isnull=False)
    released = list(council.exclude(pk__in=seated).distinct())
    for holder in released:
        leave_group(holder, COUNCIL, by=None)
    return len(released)


def appoint(user: User, group: str, *, by: User | None) -> None:
    """Put ``user`` into a group of ``governance.groups``, and let them into the admin if it works there.

    Raises ``PermissionDenied``; ``ValueError`` for the council, which is entered by a seat.
    """
    if group == COUNCIL:
        raise ValueError("People join the council by being given a seat.")
    with refusals_recorded("joining", user.subject, by=by, of="group"):
        _check_is_another(by, user)
        _admit(user, group, by=by)


def leave_group(user: User, group: str, *, by: User | None) -> None:
    """Take a group's rights from ``user``, and the admin with the last that needs it."""
    with refusals_recorded("leaving", user.subject, by=by, of="group"):
        _check_may_seat(by)
        user.groups.remove(Group.objects.get(name=group))
        if group == OPERATORS:
            User.objects.filter(pk=user.pk).update(is_superuser=False)
            user.is_superuser = False
        if not user.is_superuser and not user.groups.filter(name__in=IN_THE_ADMIN).exists():
            User.objects.filter(pk=user.pk).update(is_staff=False)
        record("group.left", user, by=by, group=group)


def _admit(user: User, group: str, *, by: User | None) -> None:
    if user.groups.filter(name=group).exists():
        return
    join_group(user, Group.objects.get(name=group), by=by)
    if group in IN_THE_ADMIN:
        User.objects.filter(pk=user.pk).update(is_staff=True)


def _check_may_seat(by: User | None) -> None:
    if by is not None and not by.has_perm("governance.change_seat"):
        raise PermissionDenied("Only an operator can give or end seats.")


def _check_is_another(by: User | None, person: User) -> None:
    if by == person:
        raise PermissionDenied("Nobody gives themselves a seat or a group: ask another operator.")
