"""From what the engine says to rows that keep it."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import DatabaseError

from governance.models import CheckBasis, CheckRun, CheckStatus, Finding
from governance.services.composing import outcomes_in
from governance.services.inputs import found_digest
from policies import Packs, PolicyError, Report
from policies.basis import Basis
from policies.canonical import digest
from registry import clock
from registry.bulk import insert_alike

Made = TypeVar("Made")
logger = logging.getLogger(__name__)


def attempt(entry: int, make: Callable[[], Made]) -> tuple[Made | None, str]:
    """What ``make`` makes of an entry; or None, and why nothing can be made of it.

    One record that the engine trips over must not keep the rest of the portfolio unchecked. A database that
    fails is not of the record's making: it is raised, and the task tries again.
    """
    try:
        return make(), ""
    except PolicyError as problem:
        return None, str(problem)
    except DatabaseError:
        raise
    except Exception as problem:
        logger.exception("the check of entry %s failed", entry)
        return None, f"The engine failed on this record ({type(problem).__name__}): tell who runs Muster."


def report_for(run: CheckRun, check: Callable[[], Report]) -> Report | None:
    """What ``check`` says; None where the engine can't say anything, with the reason in ``run.error``."""
    report, run.error = attempt(run.entry_id, check)
    return report


def fill_run(run: CheckRun, report: Report | None, packs: Packs) -> None:
    """Put what the engine said by ``packs`` into ``run``; None is an engine that could not say anything."""
    run.finished_at, run.claim = clock.now(), None
    if report is None:
        run.status = CheckStatus.ERRORED
        return
    run.status, run.verdict, run.counts = CheckStatus.DONE, report.verdict, dict(report.counts)
    run.record_digest, run.packs_digest = report.record_digest, report.packs_digest
    if report.engine is not None:
        run.engine_version, run.data_digest = report.engine.version, report.engine.data_digest
    said = report.to_json()
    run.report_digest, run.waivers = digest(said), said["waivers"]
    run.outcomes, run.found_digest = outcomes_in(report), found_digest(report, packs)
    until = [use.expires_on for use in report.waivers if use.findings]
    run.waived_until = date.fromisoformat(min(until)) if until else None


def keep_basis(run: CheckRun, basis: Basis) -> None:
    """Keep what the report followed from, for whoever wants to see it follow once more."""
    CheckBasis.objects.create(
        run=run, facts=basis.facts, waivers=[waiver.to_json() for waiver in basis.waivers]
    )


def keep_findings(found: Iterable[tuple[CheckRun, Report]]) -> None:
    """Write the findings of reports, worst first as the engine orders them; columns are its names."""
    rows = [
        {"run_id": run.pk, "position": position, **said}
        for run, report in found
        for position, said in enumerate(report.to_json()["findings"])
    ]
    insert_alike(Finding, rows, {})
