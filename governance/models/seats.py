"""Who sits on the council, and for which function."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from registry import clock
from registry.models import User
from registry.models.columns import terms


class SeatQuerySet(models.QuerySet):
    def held_by(self, user: object) -> "SeatQuerySet":
        """Seats that ``user`` holds today."""
        return self.serving().filter(holder=user)

    def spoken_for(self, user: Any) -> "models.QuerySet[Any, Any]":
        """The functions of the seats that ``user`` holds today, or has the vote of."""
        delegated = self.serving().filter(
            pk__in=Delegation.objects.in_force().filter(delegate=user).values("seat")
        )
        return (self.held_by(user) | delegated).order_by().values("function")

    def acting(self, *, recused: Any = ()) -> "SeatQuerySet":
        """Terms of today whose holder acts for the seat alone, where an act takes effect at once.

        An alternate's is one only while every holder is away, with the vote lent, or is one of ``recused``:
        people, as a query or by primary key.
        """
        away = Delegation.objects.in_force().filter(seat=OuterRef("pk"))
        holders = Seat.objects.serving().filter(
            ~Exists(away), function=OuterRef("function"), is_alternate=False, holder__is_active=True
        )
        there = Exists(holders.exclude(holder__in=recused))
        return self.serving().filter(Q(is_alternate=False) | ~there, holder__is_active=True)

    def deciding(self, functions: Collection[str], *, parties: models.QuerySet[User]) -> "SeatQuerySet":
        """Terms of today of who acts for these seats, without people who had a part in what is decided."""
        people = parties.order_by().values("pk")
        return self.acting(recused=people).filter(function__in=functions).exclude(holder__in=people)

    def serving(self) -> "SeatQuerySet":
        """Terms that have begun and are not over."""
        return self.serving_on(clock.today())

    def serving_on(self, day: date) -> "SeatQuerySet":
        """Terms that had begun by that day and were not over."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def serving_or_to_come(self) -> "SeatQuerySet":
        """Terms that are not over."""
        return self.filter(Q(until=None) | Q(until__gte=clock.today()))


class Seat(models.Model):
    """A function's seat on the council and the person who holds it from one day to another.

    What an alternate says counts where no holder of the seat was heard, and what takes effect at once an
    alternate does only where no holder can.
    """

    function = models.CharField(max_length=100, choices=partial(terms, "function"))
    holder = models.ForeignKey("registry.User", models.PROTECT, related_name="seats")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    is_alternate = models.BooleanField(default=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("function", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("function", "holder"),
                condition=Q(until=None),
                name="one_open_term_per_seat_and_holder",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="seats_end_after_they_begin"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.holder}"

    @property
    def subject(self) -> str:
        return f"seat:{self.pk}"

    @property
    def is_serving(self) -> bool:
        today = clock.today()
        return self.since <= today and (self.until is None or today <= self.until)


class DelegationQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        today = clock.today()
        return self.filter(ended_at=None, since__lte=today, until__gte=today)


class Delegation(models.Model):
    """The vote of a seat, lent by who holds it to somebody else until a day. It can't be lent on."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey("registry.User", models.PROTECT, related_name="delegations")
    since = models.DateField(default=clock.today)
    until = models.DateField()
    reason = models.TextField()
    given_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("seat",), condition=Q(ended_at=None), name="one_open_delegation_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="delegations_end_after_they_begin"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="every_delegation_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.seat} to {self.delegate} until {self.until}"

    @property
    def subject(self) -> str:
        return f"delegation:{self.pk}"
