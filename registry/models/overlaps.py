"""What makes entries findable as near duplicates, and the pairs that were found."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.db.models import F, Q

from registry import clock
from registry.models.entry import Entry, Kind
from registry.models.overlap_querysets import OverlapPairQuerySet, OverlapSignatureQuerySet

# A pass that nobody has heard of for so long has lost its worker.
STALE_AFTER: Final = timedelta(minutes=5)


class OverlapSignature(models.Model):
    """An entry as it is compared with others of its kind, made from the revision of ``manifest_digest``.

    ``signed_by`` names the release and the aliases that made it: under others it is stale. ``digest`` is over
    what is compared. ``compared_by`` names the release that last compared the entry; blank is one that waits.
    ``keys_before``: by which keys it was found when it was last compared, where that has changed since.
    ``reach`` and ``reach_key``: how much the last of its candidates shares with it, and that entry's key;
    null where everybody who shares a key was compared. Who shares more would have been a candidate.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="overlap_signature")
    kind = models.CharField(max_length=20, choices=Kind)
    manifest_digest = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=16)
    compared_by = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64)
    data = models.JSONField()
    keys_before = models.JSONField(null=True, blank=True)
    reach = models.PositiveIntegerField(null=True, blank=True)
    reach_key = models.CharField(max_length=80, blank=True)

    objects = OverlapSignatureQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("signed_by",), name="signatures_by_release"),
            models.Index(fields=("compared_by",), name="comparisons_by_release"),
        )

    def __str__(self) -> str:
        return f"Signature of {self.entry}"


class OverlapKey(models.Model):
    """One of the keys that an entry is found by: a word, a product, hashed together with the kind.

    The primary key is the index that finds those who share a key. No text is kept.
    """

    pk = models.CompositePrimaryKey("token", "entry_id")
    token = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="overlap_keys")

    def __str__(self) -> str:
        return f"{self.token} of {self.entry}"


class OverlapCommonKey(models.Model):
    """A key that finds nobody, since too many had it when entries with it were last compared."""

    token = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.token)


class OverlapPair(models.Model):
    """Two entries of one kind that are possibly the same or do the same: how alike (0 to 1), and by what.

    Each pair stands once, the entry with the lower primary key on the left. Of many that share a key, only
    the likeliest are compared: ``found_from_left`` says that the right one was among those of the left.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    left = models.ForeignKey(Entry, models.CASCADE, db_index=False, related_name="overlaps_as_left")
    right = models.ForeignKey(Entry, models.CASCADE, related_name="overlaps_as_right")
    score = models.FloatField()
    level = models.CharField(max_length=10)
    signals = models.JSONField()
    found_from_left = models.BooleanField(default=False)
    found_from_right = models.BooleanField(default=False)

    objects = OverlapPairQuerySet.as_manager()

    class Meta:
        ordering = ("-score", "pk")
        constraints = (
            models.UniqueConstraint(fields=("left", "right"), name="one_pair_of_two_entries"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="a_pair_has_one_order"),
        )
        indexes = (models.Index(fields=("kind", "-score"), name="most_alike_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.left} and {self.right}"


class OverlapPassQuerySet(models.QuerySet):
    def under_way(self) -> Self:
        """The one that runs, for as long as it is heard of."""
        return self.filter(is_running=True, heard_at__gte=clock.now() - STALE_AFTER)


class OverlapPass(models.Model):
    """One run over all that waited to be compared. One runs at a time, for as long as it is heard of.

    ``claim`` is the worker's that holds it. ``entries`` of ``total`` were compared.
    """

    claim = models.UUIDField()
    is_running = models.BooleanField(default=True)
    started_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)

    objects = OverlapPassQuerySet.as_manager()

    class Meta:
        verbose_name = "comparison of the register"
        verbose_name_plural = "comparisons of the register"
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("is_running",), condition=Q(is_running=True), name="one_comparison_runs"
            ),
        )

    def __str__(self) -> str:
        return f"Comparison of {self.started_at:%Y-%m-%d %H:%M}"
