"""Going through everything: what all entries are read as, and then what the rules make of it.

Readings are kept, so a pass that only asks other rules reads none anew, and only what has changed since its
check is asked again. Each part is written in one transaction of its own, so a pass that was interrupted
begins again where it matters: what it had checked stands, and is found to be unchanged. What waits is
answered along the way.
"""

import gc
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.db.models import Q

from governance.models import CheckRun, CheckStatus, PortfolioCheck, Trigger
from governance.services import checks
from governance.services.keeping import claimed, keep_results
from governance.services.organisation import keep_organisation_check
from governance.services.projections import Read, kept_readings
from governance.services.readings import Portfolio, Row, keep_readings, kept_bodies
from governance.services.rule_sets import keep_rule_set, packs_in_force
from governance.services.standing import Stood, standing
from governance.services.verdicts import Judge, Looked, Result
from registry import clock
from registry.bulk import among
from registry.models import Entry
from registry.overlaps.names import names_in_force

Progress = Callable[[int], None]
# So many new objects, of which some 20 MB may refer to themselves.
_LOOKS_AFTER: Final = 100_000
_HOW_FAR: Final = ("heard_at", "total", "read", "entries", "evaluated", "errored")
_READ_AS: Final = ("readings_digest", "projections")


class TakenOver(Exception):
    """Another worker holds the pass by now."""


class _Otherwise(Exception):
    """Other rules have come into force since the pass began, or what it goes by is read otherwise by now."""


def run_pass(done: PortfolioCheck, progress: Progress) -> None:
    """Check all that a pass is to check. Raises ``UnreadableRules``, and ``TakenOver`` by another worker."""
    whole = Portfolio(packs_in_force(), done.as_of)
    done.inputs_digest, done.total = whole.digest, Entry.objects.count()
    done.read = done.entries = done.evaluated = done.errored = 0
    if _stands(done):
        done.read = done.entries = done.total
    else:
        try:
            keep_rule_set(whole.packs)
            judge = Judge(whole.packs, done.as_of, whole.waivers)
            with _little_garbage():
                if _is_read(whole, done):
                    _ask(whole, judge, done, progress)
                else:
                    _read(whole, judge, done, progress)
                keep_organisation_check(whole.packs, done.as_of, whole.organisation_report)
        except _Otherwise:
            return run_pass(done, progress)
    done.status, done.finished_at = CheckStatus.DONE, clock.now()
    return _note(done, "status", "finished_at", "inputs_digest", *_READ_AS)


@contextmanager
def _little_garbage() -> Iterator[None]:
    """Look for garbage less often: records are none, and looking through them takes a tenth of the time."""
    before = gc.get_threshold()
    if before[0] >= _LOOKS_AFTER:
        # So does somebody else, who ends it.
        yield
        return
    gc.set_threshold(_LOOKS_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _note(done: PortfolioCheck, *more: str) -> None:
    """Write down how far a pass is, and ``more`` of it. Raises ``TakenOver`` where another worker has it."""
    done.heard_at = clock.now()
    said = {name: getattr(done, name) for name in (*_HOW_FAR, *more)}
    if not PortfolioCheck.objects.filter(pk=done.pk, claim=done.claim).update(**said):
        raise TakenOver


def _stands(done: PortfolioCheck) -> bool:
    """Whether a pass as of the same day read the same, and each entry has its check of then.

    Who checked an entry meanwhile may have read something else that is now as it was.
    """
    last = PortfolioCheck.objects.filter(status=CheckStatus.DONE).order_by("-pk").first()
    if last is None or (last.as_of, last.inputs_digest) != (done.as_of, done.inputs_digest):
        return False
    done.readings_digest, done.projections = last.readings_digest, last.projections
    current = CheckRun.objects.current().order_by()
    own = Q(trigger=Trigger.SCHEDULE, finished_at__lte=last.finished_at)
    meanwhile = current.filter(finished_at__gte=last.started_at).exclude(own)
    unchecked = Entry.objects.exclude(pk__in=current.values("entry"))
    return not any(one.exists() for one in (CheckRun.objects.waiting(), meanwhile, unchecked))


def _is_read(whole: Portfolio, done: PortfolioCheck) -> bool:
    """Whether the readings that are kept followed from the same on the same day, and hold what rules read."""
    found = PortfolioCheck.objects.exclude(readings_digest="").order_by("-pk").first()
    if found is None or (found.as_of, found.readings_digest) != (done.as_of, whole.readings_digest):
        return False
    if not whole.projections.are_in(found.projections) or Entry.objects.filter(reading=None).exists():
        return False
    done.read, done.readings_digest, done.projections = done.total, found.readings_digest, found.projections
    return True


def _read(whole: Portfolio, judge: Judge, done: PortfolioCheck, progress: Progress) -> None:
    """Bring the readings up to date, and ask about each entry while its record is at hand."""
    # From here on until all are read they are partly those of before.
    _forget_readings()
    done.readings_digest = ""
    _note(done, *_READ_AS)
    for chunk in whole.register.chunks():
        _same_rules(judge)
        at = _At([saved.entry for saved in chunk], whole.waiting)
        results: list[Result] = []
        changed: list[Row] = []
        for made in whole.readings(chunk):
            results += judge.results(at.looked_at(judge, made.read), made.body)
            changed += [made.changed] if made.changed else []
        if names_in_force().stamp != whole.names:
            at.let_go()
            raise _Otherwise
        done.read += len(chunk)
        _keep(results, changed, judge, done, at)
        progress(done.entries)
    done.readings_digest, done.projections = whole.readings_digest, whole.projections.to_json()
    _note(done, *_READ_AS)


def _forget_readings() -> None:
    PortfolioCheck.objects.exclude(readings_digest="").update(readings_digest="", projections={})


def _same_rules(judge: Judge) -> None:
    if packs_in_force().digest != judge.packs.digest:
        raise _Otherwise


def _ask(whole: Portfolio, judge: Judge, done: PortfolioCheck, progress: Progress) -> None:
    for part in kept_readings():
        _same_rules(judge)
        at = _At([one.read.entry for one in part], whole.waiting)
        looked = [(at.looked_at(judge, one.read), one) for one in part]
        waived = {each.read.entry: each.read.digest for each, _ in looked if judge.needs_all(each)}
        bodies = kept_bodies(whole.register, waived) if waived else {}
        if len(bodies) < len(waived):
            at.let_go()
            _forget_readings()
            raise _Otherwise
        results: list[Result] = []
        for each, kept in looked:
            body = bodies.get(kept.read.entry) or (kept.body if each.is_asked else None)
            results += judge.results(each, body)
        _keep(results, (), judge, done, at)
        progress(done.entries)


class _At:
    """The checks of some entries: that which stands of each, and those that waited and are claimed now.

    ``waiting`` are those that waited when the pass began, by entry; what came later waits on.
    """

    def __init__(self, entries: Sequence[int], waiting: Mapping[int, Sequence[int]]) -> None:
        self.claim = uuid.uuid4()
        self._waiting: dict[int, list[CheckRun]] = defaultdict(list)
        pks = [pk for entry in entries for pk in waiting.get(entry, ())]
        if pks and checks.claim_waiting(CheckRun.objects.waiting().filter(pk__in=among(pks)), self.claim):
            for run in claimed(self.claim):
                self._waiting[run.entry_id].append(run)
        self._standing = standing(entries)

    def looked_at(self, judge: Judge, read: Read) -> Looked:
        return judge.looked_at(read, self._standing.get(read.entry), self._waiting.get(read.entry, ()))

    def let_go(self) -> None:
        """Have what was claimed wait on."""
        claimed(self.claim).update(status=CheckStatus.QUEUED, claim=None)


def _keep(
    results: Sequence[Result], changed: Sequence[Row], judge: Judge, done: PortfolioCheck, at: _At
) -> None:
    """Keep what was found of some entries, with the readings that have ``changed``."""
    asked = [one for one in results if not (one.holds or _repeats(one))]
    done.entries += len({one.read.entry for one in results})
    done.evaluated += len(asked)
    done.errored += sum(bool(one.error) for one in results)
    with transaction.atomic():
        _note(done)
        keep_readings(changed)
        _confirm([one.stood for one in results if one.holds and one.stood], judge)
        if asked:
            keep_results(asked, packs=judge.packs, as_of=done.as_of, claim=at.claim)


def _repeats(result: Result) -> bool:
    """Whether the newest check of an entry failed already, in the same way and over the same."""
    if not result.error or result.waiting is not None:
        return False
    newest = CheckRun.objects.filter(entry=result.read.entry, finished_at__isnull=False).first()
    said = (result.error, result.read.revision, result.inputs)
    return newest is not None and (newest.error, newest.revision, newest.inputs_digest) == said


def _confirm(stood: Iterable[Stood], judge: Judge) -> None:
    """Write down that these hold by the rules and on the day of the pass, as far as they don't say so."""
    now = {"confirmed_on": judge.as_of, "confirmed_packs": judge.packs.digest}
    said = (judge.as_of, judge.packs.digest)
    pks = [one.pk for one in stood if (one.confirmed_on or one.as_of, one.packs) != said]
    if pks:
        CheckRun.objects.filter(pk__in=among(pks)).update(**now)
