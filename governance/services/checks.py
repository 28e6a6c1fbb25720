"""Asking the engine, and keeping what it said.

A chunk of runs is claimed, evaluated with no transaction open, and written in one short transaction: a
portfolio can be checked while people work, and what a killed worker had claimed is taken up again later.
"""

import logging
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet

from governance.models import CheckRun, CheckStatus, Trigger
from governance.services.drifting import note_drift
from governance.services.engine import Checker
from governance.services.inputs import inputs_digest, reading_digest
from governance.services.results import fill_run, keep_findings, report_for
from governance.services.rule_sets import UnreadableRules, packs_in_force
from policies import Packs, Report
from registry import clock
from registry.bulk import among, update_each
from registry.models import Entry, User
from registry.stamps import json_bytes

logger = logging.getLogger(__name__)
# Above this a batch waits for the clock or a pass over everything: an import must not wait for its checks.
MOST_AT_ONCE = 25
CHUNK = 50
# What is younger may still be on its way through the broker.
LEFT_BEHIND_AFTER = timedelta(minutes=1)
Result = tuple[CheckRun, Report | None]
T = TypeVar("T")


def queue_checks_of(entries: Sequence[Entry], *, by: User | None) -> None:
    """Check again what was just saved, after the save has been committed (``MUSTER_AFTER_CHANGE``)."""
    send_checks(entries, trigger=Trigger.CHANGE)


def send_checks(entries: Sequence[Entry], *, trigger: Trigger) -> None:
    """Queue checks, and have them run once this transaction is committed."""
    runs = queue_checks(entries, trigger=trigger)
    if len(runs) <= MOST_AT_ONCE:
        from governance.tasks import run_checks

        run_checks.delay_on_commit([run.pk for run in runs])


def queue_checks(entries: Iterable[Entry], *, trigger: Trigger) -> list[CheckRun]:
    """Write down that these entries are to be checked. The rows are the truth; a task carries their ids."""
    today, now = clock.today(), clock.now()
    runs = (
        CheckRun(entry=entry, revision=entry.revision_count, trigger=trigger, as_of=today, queued_at=now)
        for entry in entries
    )
    return CheckRun.objects.bulk_create(runs)


def complete_checks(pks: Iterable[int]) -> int:
    """Run those of these checks that wait; a second delivery finds none and changes nothing."""
    runs = CheckRun.objects.waiting().filter(pk__in=list(pks))
    days = runs.order_by().values_list("as_of", flat=True).distinct()
    return sum(_complete(runs.filter(as_of=day), day) for day in list(days))


def queue_overtaken() -> None:
    """Queue what rests on a waiver that has ended since: such a check is shown no more."""
    waiting = CheckRun.objects.waiting().values("entry")
    ended = CheckRun.objects.filter(is_current=True, waived_until__lt=clock.today()).values("entry")
    rows = Entry.objects.filter(pk__in=ended).exclude(pk__in=waiting).order_by("pk")
    queue_checks(rows.only("pk", "revision_count"), trigger=Trigger.WAIVER)


def left_behind() -> QuerySet[CheckRun]:
    """What waits since batches were too large to be sent at once, or a crash interrupted."""
    return CheckRun.objects.waiting().filter(queued_at__lt=clock.now() - LEFT_BEHIND_AFTER)


def _complete(runs: QuerySet[CheckRun], as_of: date) -> int:
    done, pks = 0, list(runs.order_by("pk").values_list("pk", flat=True))
    try:
        checker = Checker(as_of=as_of)
    except UnreadableRules as problem:
        logger.error("%d checks wait: %s", len(pks), problem)
        return 0
    for chunk in _chunks(pks):
        if checker.packs.digest != packs_in_force().digest:
            checker = Checker(as_of=as_of)
        done += _complete_chunk(chunk, checker)
    return done


def _complete_chunk(pks: Sequence[int], checker: Checker) -> int:
    claim = uuid.uuid4()
    if not claim_waiting(CheckRun.objects.waiting().filter(pk__in=pks), claim):
        return 0
    claimed = CheckRun.objects.filter(claim=claim, entry__revisions__number=F("entry__revision_count"))
    runs = claimed.annotate(document=F("entry__revisions__document"), number=F("entry__revision_count"))
    results = {run.pk: _evaluate(run, checker) for run in runs.order_by("pk").iterator(chunk_size=CHUNK)}
    done = _write(claim, results, checker.packs)
    note_drift({run.entry_id for run, _ in results.values()})
    return done


def claim_waiting(waiting: QuerySet[CheckRun], claim: uuid.UUID) -> int:
    return waiting.update(status=CheckStatus.RUNNING, claim=claim, started_at=clock.now())


def _evaluate(run: Any, checker: Checker) -> Result:
    run.as_of, run.revision = checker.as_of, run.number

    def report() -> Report:
        basis = checker.basis(checker.register.record(run.document))
        made = basis.report(checker.packs)
        read = reading_digest(checker.register.stamp(run.document), json_bytes(basis.facts))
        run.inputs_digest = inputs_digest(read, basis.waivers)
        return made

    return run, report_for(run, report)


@transaction.atomic
def _write(claim: uuid.UUID, results: dict[int, Result], packs: Packs) -> int:
    """Write the runs that are still ours; the newest revision that is checked gives the current check."""
    held = CheckRun.objects.select_for_update().filter(claim=claim).order_by("pk")
    ours = [results[pk] for pk in held.values_list("pk", flat=True)]
    entries = {run.entry_id for run, _ in ours}
    # Two workers may have checked one entry: which run is current is decided by one of them at a time.
    list(Entry.objects.select_for_update(no_key=True).filter(pk__in=entries).order_by("pk").values_list("pk"))
    standing = dict(
        CheckRun.objects.filter(is_current=True, entry__in=entries).values_list("entry", "revision")
    )
    current = {
        run.entry_id: run.pk
        for run, report in ours
        if report is not None and run.revision >= standing.get(run.entry_id, 0)
    }
    end_current(current)
    for run, report in ours:
        run.is_current = current.get(run.entry_id) == run.pk
        fill_run(run, report, packs)
    write_runs(run for run, _ in ours)
    keep_findings((run, report) for run, report in ours if report is not None)
    return len(ours)


def write_runs(runs: Iterable[CheckRun]) -> None:
    """Write what has become of runs that waited."""
    update_each(
        CheckRun, [{name: getattr(run, name) for name in ("id", *_WRITTEN)} for run in runs], _WRITTEN
    )


def end_current(entries: Iterable[int]) -> None:
    """Let the checks that stand of these entries stand no more, before others take their place.

    Locked in one order first, as whoever words them does.
    """
    standing = CheckRun.objects.filter(is_current=True, entry__in=among(entries))
    held = list(standing.select_for_update().order_by("pk").values_list("pk", flat=True))
    CheckRun.objects.filter(pk__in=among(held)).update(is_current=False)


_WRITTEN = (
    "as_of",
    "revision",
    "status",
    "claim",
    "is_current",
    "is_worded",
    "verdict",
    "counts",
    "record_digest",
    "packs_digest",
    "engine_version",
    "data_digest",
    "report_digest",
    "inputs_digest",
    "found_digest",
    "outcomes",
    "waivers",
    "waived_until",
    "error",
    "finished_at",
)


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
