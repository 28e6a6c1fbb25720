"""Keeping what a check of everything found, but for entries that somebody changed or checked meanwhile."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from governance.models import CheckRun, CheckStatus, Trigger
from governance.services.checks import end_current, write_runs
from governance.services.results import fill_run, keep_findings
from governance.services.verdicts import Result
from policies import Packs, Report
from policies.release import this_release
from registry import clock
from registry.bulk import among, insert_alike
from registry.models import Entry


def claimed(claim: uuid.UUID) -> QuerySet[CheckRun]:
    """The waiting checks that were claimed; by their status they are found among those of many years."""
    return CheckRun.objects.filter(status=CheckStatus.RUNNING, claim=claim).order_by("pk")


def keep_results(results: Sequence[Result], *, packs: Packs, as_of: date, claim: uuid.UUID) -> None:
    """Write what was asked. Checks that waited for an entry that is otherwise by now wait on.

    Expects a transaction: all of it is written, or nothing.
    """
    held = set(claimed(claim).select_for_update().values_list("pk", flat=True))
    ours = [one for one in _unchanged(results) if one.waiting is None or one.waiting.pk in held]
    # Of several that waited for one entry, the last stands.
    current = {one.read.entry: one for one in ours if one.said is not None}
    end_current(current)
    shared = _shared(packs, as_of) | {"is_current": True, "trigger": Trigger.SCHEDULE}
    insert_alike(CheckRun, [_own(one) for one in ours if _is_plain(one)], shared)
    _keep_each(
        [(one, current.get(one.read.entry) is one) for one in ours if not _is_plain(one)], packs, as_of
    )
    claimed(claim).update(status=CheckStatus.QUEUED, claim=None)


def _is_plain(one: Result) -> bool:
    """A new check of which the verdict is kept, and the words are not made yet."""
    return one.waiting is None and one.said is not None and one.said.report is None


def _keep_each(results: Iterable[tuple[Result, bool]], packs: Packs, as_of: date) -> None:
    """Those that rest on waivers, that waited, or of which nothing can be said, and whether they stand."""
    runs: list[CheckRun] = []
    reports: list[tuple[CheckRun, Report]] = []
    for one, is_current in results:
        run = _filled(one, packs, as_of)
        run.is_current = is_current
        runs.append(run)
        if one.said is not None and one.said.report is not None:
            reports.append((run, one.said.report))
    write_runs(run for run in runs if run.pk is not None)
    CheckRun.objects.bulk_create(run for run in runs if run.pk is None)
    keep_findings(reports)


def _own(one: Result) -> dict[str, object]:
    """What a check says that others don't."""
    own = {"entry_id": one.read.entry, "revision": one.read.revision, "inputs_digest": one.inputs}
    return own | dict(one.said.columns if one.said else {})


def _shared(packs: Packs, as_of: date) -> dict[str, object]:
    """What all checks say that come from one pass, until their findings are put into words."""
    now, release = clock.now(), this_release()
    return {
        "as_of": as_of,
        "status": CheckStatus.DONE,
        "claim": None,
        "is_worded": False,
        "packs_digest": packs.digest,
        "engine_version": release.version,
        "data_digest": release.data_digest,
        "error": "",
        "finished_at": now,
    }


def _filled(one: Result, packs: Packs, as_of: date) -> CheckRun:
    run = one.waiting or CheckRun(trigger=Trigger.SCHEDULE, started_at=clock.now())
    run.as_of, run.error = as_of, one.error
    for name, value in _own(one).items():
        setattr(run, name, value)
    if one.said is None:
        fill_run(run, None, packs)
    elif one.said.report is not None:
        fill_run(run, one.said.report, packs)
    else:
        for name, value in _shared(packs, as_of).items():
            setattr(run, name, value)
    return run


def _unchanged(results: Sequence[Result]) -> Iterator[Result]:
    """Those whose entries are as they were read, and locked from now on."""
    entries = [one.read.entry for one in results]
    rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=among(entries)).order_by("pk")
    revisions = dict(rows.values_list("pk", "revision_count"))
    standing = dict(
        CheckRun.objects.filter(is_current=True, entry__in=among(entries)).values_list("entry", "pk")
    )
    for one in results:
        as_read = revisions.get(one.read.entry) == one.read.revision
        if as_read and standing.get(one.read.entry) == (one.stood.pk if one.stood else None):
            yield one
