"""What members of the council have to do with vendors, as they say themselves."""

from typing import Self

from django.db import models
from django.db.models import Q

from registry import clock


class InterestQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        today = clock.today()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)


class Interest(models.Model):
    """An interest in a vendor that somebody declared. It ends and is never deleted.

    ``what`` is for auditors: to others it is told only that there is one.
    """

    person = models.ForeignKey("registry.User", models.PROTECT, related_name="interests")
    vendor = models.CharField(max_length=200)
    what = models.TextField()
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField(default=clock.now)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ("person", "-since", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(vendor="") & ~Q(what=""), name="every_interest_says_in_whom_and_what"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="interests_end_after_they_begin",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.vendor}"

    @property
    def subject(self) -> str:
        return f"interest:{self.pk}"
