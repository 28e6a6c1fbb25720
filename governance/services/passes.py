"""Going through everything: entries stream past, and only what has changed since its check is asked again.

Each part is written in one transaction of its own, so a pass that was interrupted begins again where it
matters: what it had checked stands, and is found to be unchanged. What waits is answered along the way.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from governance.models import CheckRun, CheckStatus, Finding, PortfolioCheck, Trigger
from governance.services import checks
from governance.services.organisation import keep_organisation_check
from governance.services.readings import Portfolio, Result
from governance.services.results import fill_run, findings_of
from governance.services.rule_sets import packs_in_force
from registry import clock
from registry.manifests import chunked
from registry.models import Entry
from registry.streaming import Saved

Progress = Callable[[int], None]
# What was found of an entry takes far more memory than the entry.
WRITTEN_AT_ONCE = 50


class TakenOver(Exception):
    """Another worker holds the pass by now."""


class _OtherRules(Exception):
    """Other rules have come into force since the pass began."""


def run_pass(done: PortfolioCheck, progress: Progress) -> None:
    """Check all that a pass is to check. Raises ``UnreadableRules``, and ``TakenOver`` by another worker."""
    whole = Portfolio(packs_in_force(), done.as_of)
    done.inputs_digest, done.total = whole.digest, Entry.objects.count()
    if _stands(done):
        done.entries = done.total
    else:
        keep_organisation_check(whole.packs, done.as_of, whole.organisation_report)
        try:
            _pass(whole, done, progress)
        except _OtherRules:
            return run_pass(done, progress)
    done.status, done.finished_at = CheckStatus.DONE, clock.now()
    return _note(done)


def _note(done: PortfolioCheck) -> None:
    """Write down how far a pass is. Raises ``TakenOver`` where it is no longer this worker's."""
    done.heard_at = clock.now()
    names = (
        "status",
        "heard_at",
        "finished_at",
        "inputs_digest",
        "total",
        "entries",
        "evaluated",
        "errored",
    )
    said = {name: getattr(done, name) for name in names}
    if not PortfolioCheck.objects.filter(pk=done.pk, claim=done.claim).update(**said):
        raise TakenOver


def _stands(done: PortfolioCheck) -> bool:
    """Whether a pass as of the same day read the same, and each entry has its check of then.

    Who checked an entry meanwhile may have read something else that is now as it was.
    """
    last = PortfolioCheck.objects.filter(status=CheckStatus.DONE).order_by("-pk").first()
    if last is None or (last.as_of, last.inputs_digest) != (done.as_of, done.inputs_digest):
        return False
    current = CheckRun.objects.current().order_by()
    meanwhile = current.filter(finished_at__gte=last.started_at).exclude(trigger=Trigger.SCHEDULE)
    unchecked = Entry.objects.exclude(pk__in=current.values("entry"))
    return not any(one.exists() for one in (CheckRun.objects.waiting(), meanwhile, unchecked))


def _pass(whole: Portfolio, done: PortfolioCheck, progress: Progress) -> None:
    done.entries = done.evaluated = done.errored = 0
    _note(done)
    for chunk in whole.register.chunks():
        if packs_in_force().digest != whole.packs.digest:
            raise _OtherRules
        for part in chunked(chunk, WRITTEN_AT_ONCE):
            claim = uuid.uuid4()
            results = list(_results(whole, part, claim))
            asked = [one for one in results if not (one.holds or _repeats(one))]
            done.entries += len(part)
            done.evaluated += len(asked)
            done.errored += sum(one.failed for one in results)
            _write(done, [one for one in results if one.holds], asked, claim)
        progress(done.entries)


def _results(whole: Portfolio, part: Sequence[Saved], claim: uuid.UUID) -> Iterator[Result]:
    """What is to be said of each entry, and of each check of it that was waiting."""
    entries = [saved.entry for saved in part]
    waiting: dict[int, list[CheckRun]] = defaultdict(list)
    if checks.claim_waiting(CheckRun.objects.waiting().filter(entry__in=entries), claim):
        for run in _claimed(claim):
            waiting[run.entry_id].append(run)
    runs = CheckRun.objects.filter(is_current=True, entry__in=entries)
    current = {run.entry_id: run for run in runs.defer("waivers", "counts")}
    for saved in part:
        stood = current.get(saved.entry)
        if saved.entry not in waiting:
            yield whole.result(saved, stood)
        for run in waiting.get(saved.entry, ()):
            yield whole.result(saved, stood, run)


def _claimed(claim: uuid.UUID) -> QuerySet[CheckRun]:
    # By their status they are found among those of many years.
    return CheckRun.objects.filter(status=CheckStatus.RUNNING, claim=claim).order_by("pk")


def _repeats(result: Result) -> bool:
    """Whether the newest check of an entry failed already, in the same way and over the same."""
    if not result.failed or result.run.pk is not None:
        return False
    newest = CheckRun.objects.filter(entry=result.saved.entry, finished_at__isnull=False).first()
    return newest is not None and _failure(newest) == _failure(result.run)


def _failure(run: CheckRun) -> tuple[str, int, str]:
    return run.error, run.revision, run.inputs_digest


@transaction.atomic
def _write(
    done: PortfolioCheck, holding: Sequence[Result], asked: Sequence[Result], claim: uuid.UUID
) -> None:
    """Write a part and how far the pass is, all or nothing."""
    _note(done)
    _confirm(holding, done.as_of)
    if asked:
        _keep(asked, claim)


def _confirm(results: Sequence[Result], as_of: date) -> None:
    pks = [one.stood.pk for one in results if one.stood is not None and one.stood.as_of != as_of]
    if pks:
        CheckRun.objects.filter(pk__in=pks).update(confirmed_on=as_of)


def _keep(results: Sequence[Result], claim: uuid.UUID) -> None:
    """Write what was asked again, but for entries that somebody changed or checked in the meantime.

    Checks that waited for those wait on.
    """
    claimed = set(_claimed(claim).select_for_update().values_list("pk", flat=True))
    ours = [one for one in _unchanged(results) if one.run.pk is None or one.run.pk in claimed]
    # Of several that waited for one entry, the last stands.
    current = {one.saved.entry: one.run for one in ours if one.report is not None}
    CheckRun.objects.filter(is_current=True, entry__in=list(current)).update(is_current=False)
    waited = [one.run for one in ours if one.run.pk is not None]
    for one in ours:
        one.run.is_current = current.get(one.saved.entry) is one.run
        fill_run(one.run, one.report)
    CheckRun.objects.bulk_create(one.run for one in ours if one.run.pk is None)
    CheckRun.objects.bulk_update(waited, checks.WRITTEN)
    _claimed(claim).update(status=CheckStatus.QUEUED, claim=None)
    Finding.objects.bulk_create(
        finding for one in ours if one.report is not None for finding in findings_of(one.run, one.report)
    )


def _unchanged(results: Sequence[Result]) -> list[Result]:
    """Those whose entries are as they were looked at, and locked from now on."""
    entries = [one.saved.entry for one in results]
    rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=entries).order_by("pk")
    revisions = dict(rows.values_list("pk", "revision_count"))
    standing = dict(CheckRun.objects.filter(is_current=True, entry__in=entries).values_list("entry", "pk"))
    return [
        one
        for one in results
        if revisions.get(one.saved.entry) == one.saved.revision
        and standing.get(one.saved.entry) == (one.stood.pk if one.stood else None)
    ]
