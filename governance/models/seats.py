"""Who sits on the council, and for which function."""

from functools import partial

from django.db import models
from django.db.models import Q

from registry import clock
from registry.models.columns import terms


class SeatQuerySet(models.QuerySet):
    def held_by(self, user: object) -> "SeatQuerySet":
        """Seats that ``user`` holds today."""
        return self.serving().filter(holder=user)

    def serving(self) -> "SeatQuerySet":
        """Terms that have begun and are not over."""
        return self.serving_or_to_come().filter(since__lte=clock.today())

    def serving_or_to_come(self) -> "SeatQuerySet":
        """Terms that are not over."""
        return self.filter(Q(until=None) | Q(until__gte=clock.today()))


class Seat(models.Model):
    """A function's seat on the council and the person who holds it from one day to another."""

    function = models.CharField(max_length=100, choices=partial(terms, "function"))
    holder = models.ForeignKey("registry.User", models.PROTECT, related_name="seats")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

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
