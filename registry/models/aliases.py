"""Names that mean the same vendor or product, as people here confirmed; others ship with Muster."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from registry import clock
from registry.models.entry import Entry

if TYPE_CHECKING:
    from registry.models.people import User


class AliasQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def visible_to(self, user: "User") -> Self:
        """Those that nobody's entry taught, and those whose two entries the user may both see.

        An alias quotes what these entries are called.
        """
        seen = Entry.objects.visible_to(user).order_by().values("pk")
        told = Q(entry=None) | Q(entry__in=seen)
        return self.filter(told & (Q(other=None) | Q(other__in=seen)))


class Alias(models.Model):
    """``also`` is another name for ``name``: for a vendor, or for a product of ``vendor``.

    Rows end and are never deleted: which names counted as one on a day can be told later.
    ``entry`` and ``other`` are the two entries that it was learned from, if it was.
    """

    class Of(models.TextChoices):
        VENDOR = "vendor", "Vendor"
        PRODUCT = "product", "Product"

    of = models.CharField("what has the names", max_length=8, choices=Of)
    vendor = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField("today's name", max_length=200)
    also = models.CharField("other name", max_length=400)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="aliases")
    other = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="aliases_taught")
    confirmed_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="aliases"
    )
    confirmed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="aliases_ended"
    )

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ("of", "vendor", "name", "also", "pk")
        constraints = (
            models.UniqueConstraint(
                "of", Lower("also"), condition=Q(ended_at=None), name="one_meaning_for_each_alias"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(also="") & ~Q(also=F("name")), name="aliases_are_two_names"
            ),
            models.CheckConstraint(condition=Q(of="product") | Q(vendor=""), name="vendors_have_no_vendor"),
        )

    def __str__(self) -> str:
        return f"{self.also} is {self.vendor} {self.name}".replace("  ", " ")

    @property
    def subject(self) -> str:
        """What the ledger calls this alias."""
        return f"alias:{self.pk}"

    def to_json(self) -> dict[str, str]:
        return {"of": self.of, "vendor": self.vendor, "name": self.name, "also": self.also}
