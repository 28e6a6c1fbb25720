"""Comparing what waits: entries that are new, that changed, or that others may have found or lost since.

One worker does so at a time. It holds the row of ``OverlapPass`` and is heard of with each part, so that
another takes over where it died. What was compared by then stands.

Whom an entry is compared with depends on who else shares keys with it. So before an entry that changed is
compared, those that it may be a candidate of, by the keys of now or of before, are made to wait as well.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from registry import clock
from registry.models import OverlapPass, OverlapSignature
from registry.models.overlaps import STALE_AFTER
from registry.overlaps.comparison import Compared, Comparison
from registry.overlaps.keys import find_shares
from registry.overlaps.memory import KeysInMemory
from registry.overlaps.names import comparing_stamp
from registry.overlaps.scoring import scoring
from registry.services.pairing import keep_pairs
from registry.services.signing import sign_stale
from registry.services.spreading import spread_changes, start_anew

Progress = Callable[[int, int], None]
_AT_ONCE = 200
# Above this, an import does not wait for its comparison.
MOST_AT_ONCE = 25
# Above this, reading all keys once is faster than looking up those of each.
MANY = 1_000


class TakenOver(Exception):
    """Another worker holds the comparison by now."""


def compare_everything(*, progress: Progress = lambda done, total: None) -> bool:
    """Sign what is stale and compare all that waits; False where another worker is at it."""
    sign_stale()
    return compare_waiting(progress=progress)


def compare_waiting(*, progress: Progress = lambda done, total: None) -> bool:
    """Compare all that waits, in parts; False where another worker is at it."""
    if not waiting().exists():
        return True
    held = _take()
    if held is None:
        return False
    try:
        while waiting().exists() and _round(held, progress):
            pass
    except TakenOver:
        return False
    finally:
        _give_back(held)
    return True


def compare_soon(saved: int) -> None:
    """Have what was just saved compared once it is committed; of more, whoever looks for what waits does."""
    if 0 < saved <= MOST_AT_ONCE:
        from registry.tasks import compare_entries

        compare_entries.delay_on_commit()


def waiting() -> QuerySet[OverlapSignature]:
    """What is still to be compared."""
    return OverlapSignature.objects.uncompared(comparing_stamp())


def is_spread() -> bool:
    """Whether all wait whose near duplicates may be others since an entry changed: the rest stands."""
    return not OverlapSignature.objects.filter(keys_before__isnull=False).exists()


def is_behind() -> bool:
    """Whether near duplicates may be missing, since something is still to be signed or compared."""
    return OverlapSignature.objects.not_compared_by(comparing_stamp()).exists()


def _take() -> OverlapPass | None:
    """Claim the one row that there is; None where a worker that was heard of lately holds it."""
    now, claim = clock.now(), uuid.uuid4()
    said = {"claim": claim, "started_at": now, "heard_at": now, "total": waiting().count(), "entries": 0}
    free = OverlapPass.objects.exclude(is_running=True, heard_at__gte=now - STALE_AFTER)
    # Two who found no row at once may each have made one, the second after the first was done.
    one = free.order_by("-is_running", "pk").values("pk")[:1]
    try:
        with transaction.atomic():
            if not OverlapPass.objects.exists():
                return OverlapPass.objects.create(**said)
            if not free.filter(pk__in=one).update(is_running=True, finished_at=None, **said):
                return None
    except IntegrityError:
        return None
    return OverlapPass.objects.get(claim=claim)


def _give_back(held: OverlapPass) -> None:
    ours = OverlapPass.objects.filter(pk=held.pk, claim=held.claim)
    ours.update(is_running=False, finished_at=clock.now())


def _note(held: OverlapPass, more: int = 0) -> None:
    """Say that the worker is alive. Raises ``TakenOver``."""
    ours = OverlapPass.objects.filter(pk=held.pk, claim=held.claim)
    if not ours.update(heard_at=clock.now(), entries=F("entries") + more):
        raise TakenOver


def _round(held: OverlapPass, progress: Progress) -> int:
    """Go once through what waits and give how many were compared: who is being saved waits for the next."""
    _spread(held)
    done, total = 0, waiting().count()
    parts = _parts(waiting().filter(keys_before__isnull=True))
    with scoring(total) as scorer:
        comparison = Comparison(KeysInMemory().find_shares if total > MANY else find_shares, scorer)
        for found in comparison.compare(parts):
            written = _write(held, found)
            comparison.stand(written)
            done += len(written)
            progress(done, total)
    return done


def _spread(held: OverlapPass) -> None:
    if not OverlapSignature.objects.filter(compared_by=comparing_stamp()).exists():
        with transaction.atomic():
            _note(held)
            start_anew()
    for part in _parts(waiting().filter(keys_before__isnull=False)):
        with transaction.atomic():
            _note(held)
            spread_changes(part)


def _parts(rows: QuerySet[OverlapSignature]) -> Iterator[list[OverlapSignature]]:
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = part[-1].pk
        yield part


def _write(held: OverlapPass, found: Sequence[Compared]) -> list[Compared]:
    """Write what was found, but of those that somebody has changed, or is changing meanwhile."""
    with transaction.atomic():
        written = keep_pairs(found)
        _note(held, len(written))
    return written
