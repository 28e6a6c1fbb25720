"""What a proposed change of the rules would do, counted over everything registered."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.models.checks import STALE_AFTER, CheckStatus
from governance.models.rules import Activation
from policies.blast.turns import TURN_LABELS, turn_of
from registry import clock
from registry.models import Entry

_WAITING = (CheckStatus.QUEUED, CheckStatus.RUNNING)


class ImpactRunQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(status__in=_WAITING)

    def waiting(self) -> Self:
        """Runs that nobody is working on: queued, or of which nothing was heard from their worker."""
        abandoned = Q(status=CheckStatus.RUNNING, heard_at__lt=clock.now() - STALE_AFTER)
        return self.filter(Q(status=CheckStatus.QUEUED) | abandoned)


class ImpactRun(models.Model):
    """One comparison of all entries by the rules in force and by those proposed, as of one day.

    queued -> running -> done | errored. ``claim`` and ``heard_at`` are its worker's: what another worker took
    over is not written. ``done`` of ``total`` entries are asked. A newer run of the change takes its place.
    """

    change = models.ForeignKey(Activation, models.CASCADE, related_name="impacts")
    as_of = models.DateField()
    status = models.CharField(max_length=8, choices=CheckStatus, default=CheckStatus.QUEUED)
    claim = models.UUIDField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImpactRunQuerySet.as_manager()

    class Meta:
        ordering = ("-queued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("change",), condition=Q(status__in=_WAITING), name="one_impact_is_counted_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"Impact of {self.change}"

    @property
    def percent(self) -> int:
        """How much is asked, for readers who are not told how many entries there are."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_finished(self) -> bool:
        return self.status not in _WAITING


class ImpactMoveQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))


class ImpactMove(models.Model):
    """An entry for which a rule turns or the verdict changes (see ``policies.blast``).

    ``rules`` are the rules that turn, each with ``id``, ``before`` and ``after`` (null: not asked there). The
    flags say whether any of them turns so, and what becomes of the verdict.
    """

    run = models.ForeignKey(ImpactRun, models.CASCADE, related_name="moves")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12, blank=True)
    rules = models.JSONField()
    fails = models.BooleanField()
    opens = models.BooleanField()
    breaks = models.BooleanField()
    passes = models.BooleanField()
    lapses = models.BooleanField()
    worse = models.BooleanField()
    better = models.BooleanField()

    objects = ImpactMoveQuerySet.as_manager()

    class Meta:
        ordering = ("-worse", "-fails", "-opens", "-breaks", "pk")
        constraints = (models.UniqueConstraint(fields=("run", "entry"), name="an_entry_moves_once_in_a_run"),)

    def __str__(self) -> str:
        return f"{self.entry}: {self.before} -> {self.after}"

    @property
    def turns(self) -> list[tuple[str, list[str]]]:
        """Each turn in words, with its rules."""
        found: dict[str, list[str]] = {}
        for one in self.rules:
            if turn := turn_of(one["before"] or "", one["after"] or ""):
                found.setdefault(turn, []).append(one["id"])
        return [(label.capitalize(), found[turn]) for turn, label in TURN_LABELS.items() if turn in found]
