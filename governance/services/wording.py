"""Putting into words what was found: a pass over everything leaves that for after the verdicts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from governance.models import CheckRun, Reading, Trigger
from governance.services.checks import complete_checks, queue_checks
from governance.services.inputs import found_digest, inputs_digest
from governance.services.readings import kept_bodies
from governance.services.records import held_assessments, streamed_with_judgements
from governance.services.results import keep_findings
from governance.services.rule_sets import UnknownRules, packs_of
from policies import Packs, PolicyError, Report
from policies.basis import Basis
from registry.bulk import update_each
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
    runs = list(unworded().filter(pk__in=pks).order_by("as_of", "pk"))
    found = [one for day, some in groupby(runs, attrgetter("as_of")) for one in _worded(day, list(some))]
    with transaction.atomic():
        waiting = unworded().filter(pk__in=[run.pk for run, *_ in found]).select_for_update().order_by("pk")
        still = set(waiting.values_list("pk", flat=True))
        ours = [one for one in found if one[0].pk in still]
        rows = [
            {
                "id": run.pk,
                "is_worded": True,
                "record_digest": report.record_digest,
                "report_digest": report.digest,
                "found_digest": found_digest(report, packs),
            }
            for run, report, packs in ours
        ]
        update_each(CheckRun, rows, ("is_worded", "record_digest", "report_digest", "found_digest"))
        keep_findings((run, report) for run, report, _ in ours)


def _worded(day: date, runs: Sequence[CheckRun]) -> Iterator[tuple[CheckRun, Report, Packs]]:
    """Checks as of a day with what they found, in words, as far as that can still be told."""
    read = dict(Reading.objects.filter(pk__in=[run.entry_id for run in runs]).values_list("pk", "digest"))
    register = streamed_with_judgements(held_assessments(day))
    bodies = kept_bodies(register, read)
    for run in runs:
        packs = _packs_of(run)
        if packs is None or run.entry_id not in bodies:
            continue
        if inputs_digest(read[run.entry_id], ()) == run.inputs_digest:
            record, facts = bodies[run.entry_id]
            yield run, Basis(record, day, None, facts).report(packs), packs


def _packs_of(run: CheckRun) -> Packs | None:
    """None where this release can't read the rules any more."""
    try:
        return packs_of(run.packs_digest)
    except (UnknownRules, PolicyError):
        return None
