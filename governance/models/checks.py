"""What the policy engine said of an entry, and when."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q

from registry import clock
from registry.models import Entry

# A worker that was killed leaves its runs claimed; after this others may take them over.
STALE_AFTER = timedelta(minutes=10)


class CheckStatus(models.TextChoices):
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    ERRORED = "errored", "Errored"


class Trigger(models.TextChoices):
    CHANGE = "change", "The entry was saved"
    SUBMISSION = "submission", "Submitted to the council"
    DECISION = "decision", "The council decided"
    SCHEDULE = "schedule", "Check of the portfolio"
    API = "api", "Asked for through the API"
    WAIVER = "waiver", "A waiver began or ended"
    OVERLAP = "overlap", "Somebody decided on an overlap"


class CheckVerdict(models.TextChoices):
    PASS = "pass", "Passes"  # noqa: S105 - a verdict
    CONDITIONAL = "conditional", "Passes with remarks"
    GAP = "gap", "Not enough was said"
    FAIL = "fail", "Fails"


# What the council may approve.
PASSING = frozenset({CheckVerdict.PASS, CheckVerdict.CONDITIONAL})


class CheckRunQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))

    def current(self, today: Any = None) -> Self:
        """The newest finished check of each entry, unless it rests on a waiver that has ended since."""
        return self.filter(is_current=True, revision=F("entry__revision_count")).holding(today)

    def holding(self, today: Any = None) -> Self:
        """Without those that rest on a waiver that has ended since."""
        return self.filter(Q(waived_until=None) | Q(waived_until__gte=today or clock.today()))

    def waiting(self) -> Self:
        """Runs that nobody is working on: queued, or claimed by a worker that did not come back."""
        abandoned = Q(status=CheckStatus.RUNNING, started_at__lt=clock.now() - STALE_AFTER)
        return self.filter(Q(status=CheckStatus.QUEUED) | abandoned)

    def in_words(self) -> Self:
        """Those of which the findings are written, not only counted."""
        return self.filter(is_worded=True)

    def verdicts_by_kind(self) -> dict[str, dict[str, int]]:
        """How many of these runs came to which verdict, by the kind of the entry."""
        counted: dict[str, dict[str, int]] = {}
        rows = self.order_by().values_list("entry__kind", "verdict").annotate(number=Count("pk"))
        for kind, verdict, number in rows:
            counted.setdefault(kind, {})[verdict] = number
        return counted


class CheckRun(models.Model):
    """One evaluation of one record by named packs as of one day.

    queued -> running -> done | errored. ``claim`` names the worker's hold on a running run: what another
    worker took over in the meantime is not written. ``waivers`` says how each waiver of the entry stood, and
    ``waived_until`` is the last day of the first that was in use: after it the verdict is not to be shown.
    ``engine_version`` and ``data_digest`` name the release that evaluated it; blank where that was not kept.
    ``inputs_digest`` is over all that it followed from but the rules and the day. ``outcomes`` has a letter
    for each rule of the packs about its kind, in their order: what it came to, see ``policies.compiled``.
    ``found_digest`` is over what the rules that read the day found, and where. ``confirmed_on`` is the last
    day on which a check of the portfolio found that it still holds, and ``confirmed_packs`` by which rules:
    of those that differ none has anything to say of it.
    Until it ``is_worded`` there are no findings of it and no digests of these, record and report: its verdict
    came first.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="checks")
    revision = models.PositiveIntegerField()
    trigger = models.CharField(max_length=12, choices=Trigger)
    gate = models.CharField(max_length=10, blank=True)
    as_of = models.DateField()
    status = models.CharField(max_length=8, choices=CheckStatus, default=CheckStatus.QUEUED)
    claim = models.UUIDField(null=True, blank=True)
    is_current = models.BooleanField(default=False)
    is_worded = models.BooleanField(default=True)
    verdict = models.CharField(max_length=12, choices=CheckVerdict, blank=True)
    counts = models.JSONField(default=dict)
    record_digest = models.CharField(max_length=64, blank=True)
    packs_digest = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    data_digest = models.CharField(max_length=64, blank=True)
    report_digest = models.CharField(max_length=64, blank=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    found_digest = models.CharField(max_length=64, blank=True)
    outcomes = models.BinaryField(default=bytes)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_packs = models.CharField(max_length=64, blank=True)
    waivers = models.JSONField(default=list)
    waived_until = models.DateField(null=True, blank=True)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CheckRunQuerySet.as_manager()

    class Meta:
        verbose_name = "check"
        ordering = ("-queued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=Q(is_current=True), name="one_current_check_per_entry"
            ),
            models.CheckConstraint(
                condition=~Q(status=CheckStatus.DONE) | ~Q(verdict="") & Q(finished_at__isnull=False),
                name="finished_checks_have_a_verdict",
            ),
        )
        indexes = (
            models.Index(fields=("status", "queued_at"), name="checks_waiting"),
            models.Index(
                fields=("entry",), condition=Q(is_current=True, is_worded=False), name="checks_without_words"
            ),
        )

    def __str__(self) -> str:
        return f"Check of {self.entry} as of {self.as_of}"

    @property
    def engine(self) -> dict[str, str] | None:
        """As a report names it; None where that was not kept."""
        if not self.data_digest:
            return None
        return {"version": self.engine_version, "data_digest": self.data_digest}

    @property
    def passes(self) -> bool:
        """Whether nothing that it found stands in the way of an approval."""
        return self.verdict in PASSING

    @property
    def holds(self) -> bool:
        """Whether no waiver that it rests on has ended since."""
        return self.waived_until is None or self.waived_until >= clock.today()


class CheckBasis(models.Model):
    """What a check stood on beside the record and the packs: enough to make the same report once more.

    Kept for what the council decides on. It quotes other entries, so no page shows it as it is.
    """

    run = models.OneToOneField(CheckRun, models.CASCADE, primary_key=True, related_name="basis")
    facts = models.JSONField()
    waivers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Basis of: {self.run}"


class FindingQuerySet(models.QuerySet):
    def most_frequent(self, most: int = 10) -> "models.QuerySet[Any, dict[str, Any]]":
        """Rules by the number of entries that they found something in, as mappings with ``entries``."""
        grouped = self.order_by().values("rule_id", "title", "severity", "outcome")
        return grouped.annotate(entries=Count("run__entry", distinct=True)).order_by("-entries", "rule_id")[
            :most
        ]


class Finding(models.Model):
    """One check of one rule that was not shown to hold. What it says is frozen with it."""

    run = models.ForeignKey(CheckRun, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=80)
    rule_id = models.CharField(max_length=20, db_index=True)
    rule_version = models.PositiveIntegerField()
    check_id = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    severity = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    disposition = models.CharField(max_length=8)
    mode = models.CharField(max_length=8, default="block")
    blocks = models.BooleanField()
    message = models.TextField()
    why = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    who = models.CharField(max_length=40, blank=True)
    starts_on = models.CharField(max_length=10, blank=True)
    refs = models.JSONField(default=list)
    gates = models.JSONField(default=list)
    pointers = models.JSONField(default=list)
    more_pointers = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    evidence_digest = models.CharField(max_length=64, blank=True)
    waiver = models.JSONField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("run", "position")
        constraints = (
            models.UniqueConstraint(fields=("run", "position"), name="one_finding_per_run_and_position"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.message}"


class OrganisationCheck(models.Model):
    """What the engine said of the organisation itself. The newest is the one that stands.

    ``report`` is the report as the command and the API give it; empty where the engine could say nothing.
    """

    as_of = models.DateField()
    checked_at = models.DateTimeField(default=clock.now)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "check of the organisation"
        verbose_name_plural = "checks of the organisation"
        ordering = ("-checked_at", "-pk")

    def __str__(self) -> str:
        return f"Check of the organisation as of {self.as_of}"
