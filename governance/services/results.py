"""From what the engine says to rows that keep it."""

from collections.abc import Iterator

from governance.models import CheckRun, CheckStatus, Finding
from policies import Report
from registry import clock


def fill_run(run: CheckRun, report: Report | None) -> None:
    """Put what the engine said into ``run``; None is an engine that could not say anything."""
    run.finished_at, run.claim = clock.now(), None
    if report is None:
        run.status = CheckStatus.ERRORED
        return
    run.status, run.verdict, run.counts, run.error = CheckStatus.DONE, report.verdict, dict(report.counts), ""
    run.record_digest, run.packs_digest = report.record_digest, report.packs_digest
    run.report_digest = report.digest


def findings_of(run: CheckRun, report: Report) -> Iterator[Finding]:
    """Unsaved rows of the report's findings, worst first as the engine orders them; columns are its names."""
    for position, said in enumerate(report.to_json()["findings"]):
        yield Finding(run=run, position=position, **said)
