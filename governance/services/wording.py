"""Putting into words what was found: a pass over everything leaves that for after the verdicts."""

from collections.abc import Callable, Iterable
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from governance.models import CheckRun, Finding, Reading, Trigger
from governance.models.readings import unpacked
from governance.services.checks import complete_checks, queue_checks
from governance.services.inputs import inputs_digest
from governance.services.results import findings_of
from governance.services.rule_sets import UnknownRules, packs_of
from policies import PolicyError, Report
from policies.basis import Basis
from registry.manifests import chunked
from registry.models import Entry

# What was found of an entry takes far more memory in words than the entry does.
AT_ONCE: Final = 50


def unworded() -> QuerySet[CheckRun]:
    """Current checks of which only the verdict is kept so far."""
    return CheckRun.objects.filter(is_current=True, is_worded=False)


def word_checks(*, until: Callable[[], bool] = lambda: False) -> None:
    """Word what waits for it, a few at a time, unless something that goes first has come ``until`` then."""
    waiting = list(unworded().order_by("pk").values_list("pk", flat=True))
    for pks in chunked(waiting, AT_ONCE):
        if until():
            return
        _word(pks)


def worded_check(entry: Entry) -> CheckRun | None:
    """The entry's current check with its findings, which are worded now where they are not yet.

    Where the entry is read otherwise by now, so that no words can be found for what was said of it, it is
    checked anew.
    """
    runs = CheckRun.objects.current().filter(entry=entry)
    run = runs.first()
    if run is None or run.is_worded:
        return run
    _word([run.pk])
    if not runs.in_words().exists():
        complete_checks([one.pk for one in queue_checks([entry], trigger=Trigger.SCHEDULE)])
    return runs.first()


def _word(pks: Iterable[int]) -> None:
    """Word some of them with no lock held, and keep what nobody else has worded meanwhile."""
    runs = {run.entry_id: run for run in unworded().filter(pk__in=pks)}
    read = Reading.objects.filter(pk__in=runs, error="")
    found = [(runs[one.pk], report) for one in read if (report := _report(runs[one.pk], one)) is not None]
    with transaction.atomic():
        rows = unworded().filter(pk__in=[run.pk for run, _ in found]).select_for_update().order_by("pk")
        still = set(rows.values_list("pk", flat=True))
        ours = [(run, report) for run, report in found if run.pk in still]
        for run, report in ours:
            run.is_worded, run.record_digest, run.report_digest = True, report.record_digest, report.digest
        written = ("is_worded", "record_digest", "report_digest")
        CheckRun.objects.bulk_update([run for run, _ in ours], written)
        Finding.objects.bulk_create(finding for run, report in ours for finding in findings_of(run, report))


def _report(run: CheckRun, reading: Reading) -> Report | None:
    """What the check found, in words; None where it can't be told any more."""
    try:
        packs = packs_of(run.packs_digest)
    except (UnknownRules, PolicyError):
        return None
    if inputs_digest(reading.digest, ()) != run.inputs_digest:
        return None
    record, facts = unpacked(reading.body)
    return Basis(record, run.as_of, None, facts).report(packs)
