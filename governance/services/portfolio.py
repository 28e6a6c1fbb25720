"""Checking everything: entries stream past, and only what has changed since its last check is asked again.

Each chunk is written in one transaction of its own, so a pass that was interrupted begins again where it
matters: what it had checked stands, and is found to be unchanged.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction

from governance.models import CheckRun, Finding, PortfolioCheck, Trigger, Waiver
from governance.services import checks
from governance.services.decisions import held_decisions
from governance.services.inputs import Standing, inputs_digest
from governance.services.organisation import keep_organisation_check
from governance.services.records import held_assessments, streamed_with_judgements
from governance.services.results import fill_run, findings_of, report_for
from governance.services.rule_sets import UnreadableRules, packs_in_force
from policies import Packs, Report
from policies.basis import Basis
from policies.canonical import digest
from policies.facts import StreamedFacts
from policies.record import resolve_organisation
from policies.release import this_release
from registry import clock
from registry.models import Entry
from registry.streaming import Saved, chunked

logger = logging.getLogger(__name__)
Progress = Callable[[int], None]
# What was found of an entry takes far more memory than the entry.
WRITTEN_AT_ONCE = 50


def _rolled(rows: Iterable[Any]) -> str:
    """SHA-256 over rows, however many."""
    said = hashlib.sha256()
    for row in rows:
        said.update(repr(row).encode())
    return said.hexdigest()


def _is_said(held: Mapping[str, Any]) -> bool:
    return any(fact["items"] for fact in held.values())


@dataclass(frozen=True)
class Result:
    """What became of one entry: ``stood`` is the check that was current when it was looked at.

    ``holds``: it still says what there is to say, and neither ``run`` nor ``report`` is to be kept.
    """

    saved: Saved
    stood: CheckRun | None
    run: CheckRun
    report: Report | None = None

    @property
    def holds(self) -> bool:
        return self.report is None and not self.run.error


def check_portfolio(*, progress: Progress = lambda done: None) -> PortfolioCheck:
    """Check all entries as of today, what was left waiting, and the organisation."""
    checks.complete_waiting()
    done = PortfolioCheck(as_of=clock.today(), started_at=clock.now())
    try:
        whole = Portfolio(packs_in_force(), done.as_of)
    except UnreadableRules as problem:
        logger.error("%d entries wait: %s", Entry.objects.count(), problem)
        return done
    done.inputs_digest = whole.digest
    if _stands(done):
        done.entries = Entry.objects.count()
    else:
        _pass(whole, done, progress)
        keep_organisation_check(whole.packs, done.as_of, whole.organisation_report)
    done.finished_at = clock.now()
    done.save()
    return done


def _stands(done: PortfolioCheck) -> bool:
    """Whether a pass as of the same day read the same, and each entry has its check since."""
    last = PortfolioCheck.objects.first()
    if last is None or (last.as_of, last.inputs_digest) != (done.as_of, done.inputs_digest):
        return False
    return not Entry.objects.exclude(pk__in=CheckRun.objects.current().order_by().values("entry")).exists()


def _pass(whole: "Portfolio", done: PortfolioCheck, progress: Progress) -> None:
    for chunk in whole.register.chunks():
        for part in chunked(_with_checks(chunk), WRITTEN_AT_ONCE):
            results = [whole.result(saved, stood) for saved, stood in part]
            asked = [one for one in results if not one.holds]
            _confirm([one for one in results if one.holds], done.as_of)
            _keep(asked)
            done.entries += len(results)
            done.evaluated += len(asked)
            done.errored += sum(one.report is None for one in asked)
        progress(done.entries)


def _with_checks(chunk: Sequence[Saved]) -> list[tuple[Saved, CheckRun | None]]:
    runs = CheckRun.objects.filter(is_current=True, entry__in=[saved.entry for saved in chunk])
    current = {run.entry_id: run for run in runs.defer("waivers", "counts")}
    return [(saved, current.get(saved.entry)) for saved in chunk]


class Portfolio:
    """The register as of a day with its facts, and what is kept of what was said of it before."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self.packs = packs
        self.as_of = as_of
        self._assessments = held_assessments(as_of)
        self.register = streamed_with_judgements(self._assessments)
        self._standing = Standing(packs, as_of)

    def result(self, saved: Saved, stood: CheckRun | None) -> Result:
        """What a check says of an entry now, if the one that stands says it no more."""
        run = CheckRun(
            entry_id=saved.entry,
            revision=saved.revision,
            trigger=Trigger.SCHEDULE,
            as_of=self.as_of,
            queued_at=clock.now(),
            started_at=clock.now(),
        )
        return Result(saved, stood, run, report_for(run, lambda: self._report(saved, stood, run)))

    def _report(self, saved: Saved, stood: CheckRun | None, run: CheckRun) -> Report | None:
        basis = self._basis(self.register.whole_record(saved.manifest))
        run.inputs_digest = inputs_digest(basis, self.packs)
        same = stood is not None and stood.revision == saved.revision
        if stood is not None and same and self._standing.holds(stood, run.inputs_digest, basis):
            return None
        return basis.report(self.packs)

    def organisation_report(self) -> Report:
        return self._basis(resolve_organisation(self.register.organisation)).report(self.packs)

    def _basis(self, record: dict[str, Any]) -> Basis:
        facts = self._facts.for_rules(record)
        return Basis(record, self.as_of, None, facts, self._waivers.get((record["kind"], record["key"]), ()))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that a pass reads."""
        said = Entry.objects.order_by("pk").values_list("kind", "key", "manifest_digest", "revision_count")
        parts = {
            "entries": _rolled(said.iterator(chunk_size=2_000)),
            "around": self.register.around(),
            "assessments": [[*name, rows] for name, rows in sorted(self._assessments.items())],
            "decisions": [[*name, said] for name, said in sorted(self._decisions.items()) if _is_said(said)],
            "waivers": [one.to_json() for rows in self._waivers.values() for one in rows],
            "packs": self.packs.digest,
            "release": this_release().to_json(),
        }
        return digest(parts)

    @cached_property
    def _decisions(self) -> Any:
        reads = any(spec.kind == "decisions" for spec in self.packs.facts.values())
        return held_decisions(self.register, self.as_of) if reads else {}

    @cached_property
    def _facts(self) -> StreamedFacts:
        find = self.register.find_record
        return StreamedFacts(self.register.streamed(), self.packs, self.as_of, self._decisions, find)

    @cached_property
    def _waivers(self) -> dict[tuple[str, str], list[Any]]:
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for one in Waiver.objects.granted().with_people().order_by("pk"):
            found[one.entry.kind, one.entry.key].append(one.as_policy())
        return dict(found)


def _confirm(results: Sequence[Result], as_of: date) -> None:
    pks = [one.stood.pk for one in results if one.stood is not None and one.stood.as_of != as_of]
    if pks:
        CheckRun.objects.filter(pk__in=pks).update(confirmed_on=as_of)


@transaction.atomic
def _keep(results: Sequence[Result]) -> None:
    """Write what was asked again, but for entries that somebody changed or checked in the meantime."""
    if not results:
        return
    entries = [one.saved.entry for one in results]
    rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=entries).order_by("pk")
    revisions = dict(rows.values_list("pk", "revision_count"))
    standing = dict(CheckRun.objects.filter(is_current=True, entry__in=entries).values_list("entry", "pk"))
    ours = [
        one
        for one in results
        if revisions.get(one.saved.entry) == one.saved.revision
        and standing.get(one.saved.entry) == (one.stood.pk if one.stood else None)
    ]
    replaced = [one.saved.entry for one in ours if one.report is not None]
    CheckRun.objects.filter(is_current=True, entry__in=replaced).update(is_current=False)
    for one in ours:
        one.run.is_current = one.report is not None
        fill_run(one.run, one.report)
    CheckRun.objects.bulk_create(one.run for one in ours)
    Finding.objects.bulk_create(
        finding for one in ours if one.report is not None for finding in findings_of(one.run, one.report)
    )
