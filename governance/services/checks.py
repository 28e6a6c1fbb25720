"""Asking the engine, and keeping what it said."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction

from governance.models import CheckRun, CheckStatus, Finding, Trigger
from governance.services.engine import Checker
from policies import PolicyError, Report
from policies.canonical import digest
from registry import clock
from registry.models import Entry, User

# Above this a batch waits for `check_portfolio` or the clock: an import must not wait for its checks.
MOST_AT_ONCE = 25
CHUNK = 200
Progress = Callable[[int], None]


def queue_checks_of(entries: Sequence[Entry], *, by: User | None) -> None:
    """Check again what was just saved, after the save has been committed (``MUSTER_AFTER_CHANGE``)."""
    runs = queue_checks(entries, trigger=Trigger.CHANGE)
    if len(runs) <= MOST_AT_ONCE:
        _send(runs)


def queue_checks(entries: Iterable[Entry], *, trigger: Trigger) -> list[CheckRun]:
    """Write down that these entries are to be checked. The rows are the truth; a task carries their ids."""
    today = clock.today()
    runs = [
        CheckRun(
            entry=entry, revision=entry.revision_count, trigger=trigger, as_of=today, queued_at=clock.now()
        )
        for entry in entries
    ]
    return CheckRun.objects.bulk_create(runs, batch_size=500)


def complete_checks(pks: Iterable[int], *, progress: Progress = lambda done: None) -> int:
    """Run queued checks, in chunks that are each committed; what another worker finished is left alone."""
    waiting = CheckRun.objects.waiting().filter(pk__in=list(pks)).order_by("pk")
    return _complete(list(waiting.values_list("pk", "as_of")), progress)


def check_portfolio(*, progress: Progress = lambda done: None) -> int:
    """Check everything registered as of today, and what was left waiting. Return how many were checked."""
    waiting = set(
        CheckRun.objects.waiting().exclude(trigger=Trigger.SUBMISSION).values_list("entry", flat=True)
    )
    queue_checks(Entry.objects.exclude(pk__in=waiting), trigger=Trigger.SCHEDULE)
    runs = CheckRun.objects.waiting().exclude(trigger=Trigger.SUBMISSION).order_by("pk")
    return _complete([(pk, clock.today()) for pk in runs.values_list("pk", flat=True)], progress)


def _complete(runs: list[tuple[int, object]], progress: Progress) -> int:
    done = 0
    for as_of in dict.fromkeys(day for _, day in runs):
        checker = Checker(as_of=as_of)
        for chunk in _chunks([pk for pk, day in runs if day == as_of]):
            done += _complete_chunk(chunk, checker)
            progress(done)
    return done


@transaction.atomic
def _complete_chunk(pks: list[int], checker: Checker) -> int:
    runs = (
        CheckRun.objects.waiting().filter(pk__in=pks).select_related("entry").select_for_update(of=("self",))
    )
    reports = [(run, _evaluate(run, checker)) for run in runs]
    # Of two runs of one entry in a chunk the later one stands.
    current = {run.entry_id: run.pk for run, report in reports if report is not None}
    CheckRun.objects.current().filter(entry__in=list(current)).update(is_current=False)
    for run, report in reports:
        run.is_current = current.get(run.entry_id) == run.pk
        fill_run(run, report)
    CheckRun.objects.bulk_update([run for run, _ in reports], _FILLED, batch_size=100)
    rows = [finding for run, report in reports if report is not None for finding in findings_of(run, report)]
    Finding.objects.bulk_create(rows, batch_size=500)
    return len(reports)


_FILLED = (
    "as_of",
    "status",
    "is_current",
    "verdict",
    "counts",
    "record_digest",
    "packs_digest",
    "report_digest",
    "error",
    "finished_at",
)


def _evaluate(run: CheckRun, checker: Checker) -> Report | None:
    manifest = checker.register.find(run.entry.kind, run.entry.key)
    run.as_of = checker.as_of
    try:
        return checker.check_manifest(manifest or {})
    except PolicyError as problem:
        run.error = str(problem)
        return None


def fill_run(run: CheckRun, report: Report | None) -> None:
    """Put what the engine said into ``run``; None is an engine that could not say anything."""
    run.status, run.finished_at = CheckStatus.ERRORED, clock.now()
    if report is not None:
        run.status, run.verdict, run.counts = CheckStatus.DONE, report.verdict, dict(report.counts)
        run.record_digest, run.packs_digest = report.record_digest, report.packs_digest
        run.report_digest = digest(report.to_json())


def findings_of(run: CheckRun, report: Report) -> Iterator[Finding]:
    """Unsaved rows of the report's findings, worst first as the engine orders them."""
    for position, finding in enumerate(report.findings):
        yield Finding(
            run=run,
            position=position,
            pack=finding.pack,
            rule_id=finding.rule_id,
            rule_version=finding.rule_version,
            check_id=finding.check_id,
            title=finding.title,
            severity=finding.severity,
            outcome=finding.outcome,
            disposition=finding.disposition,
            blocks=finding.blocks,
            message=finding.message,
            why=finding.why,
            fix=finding.fix,
            refs=list(finding.refs),
            gates=list(finding.gates),
            pointers=[dict(pointer) for pointer in finding.pointers],
            fingerprint=finding.fingerprint,
        )


def _send(runs: Sequence[CheckRun]) -> None:
    from governance.tasks import run_checks

    run_checks.delay_on_commit([run.pk for run in runs])


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]
