"""Passes over everything registered, and how far they are."""

from typing import Self

from django.db import models
from django.db.models import Q

from governance.models.checks import STALE_AFTER, CheckStatus
from registry import clock


class PortfolioCheckQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Passes that nobody is working on: queued, or of which nothing was heard from their worker."""
        abandoned = Q(status=CheckStatus.RUNNING, heard_at__lt=clock.now() - STALE_AFTER)
        return self.filter(Q(status=CheckStatus.QUEUED) | abandoned)

    def under_way(self) -> Self:
        """The pass that runs, before the one that waits."""
        return self.filter(status__in=(CheckStatus.QUEUED, CheckStatus.RUNNING)).order_by("-status")


class PortfolioCheck(models.Model):
    """One pass over the whole register. ``inputs_digest`` is over all that it read, but the day, and
    ``readings_digest`` over the part of it that is the same for other rules; ``projections`` are the fields
    that are kept for these: see ``Reading``.

    queued -> running -> done; errored is one that was broken off when another was asked for. ``claim`` and
    ``heard_at`` are its worker's: what another worker took over is not written. ``entries`` of ``total`` were
    gone through, ``evaluated`` is how many of them were asked again since something that their check rests on
    had changed, and ``errored`` of how many nothing could be said. Before that, ``read`` of them were read.
    """

    as_of = models.DateField()
    status = models.CharField(max_length=8, choices=CheckStatus, default=CheckStatus.QUEUED)
    claim = models.UUIDField(null=True, blank=True)
    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    readings_digest = models.CharField(max_length=64, blank=True)
    projections = models.JSONField(default=dict, blank=True)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    evaluated = models.PositiveIntegerField(default=0)
    errored = models.PositiveIntegerField(default=0)

    objects = PortfolioCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "check of the portfolio"
        verbose_name_plural = "checks of the portfolio"
        ordering = ("-queued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("status",),
                condition=Q(status__in=(CheckStatus.QUEUED, CheckStatus.RUNNING)),
                name="one_pass_waits_and_one_runs",
            ),
        )

    def __str__(self) -> str:
        return f"Check of the portfolio as of {self.as_of}"
