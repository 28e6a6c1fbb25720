"""Writing down the pairs that a comparison found, and that it found no more."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from policies.overlap import Match
from registry.models import Entry, OverlapPair, OverlapSignature
from registry.overlaps.comparison import Compared
from registry.overlaps.names import comparing_stamp

Ends = tuple[int, int]
_WRITTEN = ("score", "level", "signals", "found_from_left", "found_from_right")


def keep_pairs(found: Sequence[Compared]) -> int:
    """Make the pairs of these entries what was found; how many were written.

    Left out, and compared again, are those that have changed since they were compared, and those of which
    either side is just being saved: nobody waits here while others wait for it.
    """
    free = lock_entries({pk for one in found for pk in (one.row.pk, *one.matches)})
    now = OverlapSignature.objects.filter(pk__in=[one.row.pk for one in found], keys_before__isnull=True)
    digests = dict(now.values_list("pk", "digest"))
    ours = [
        one
        for one in found
        if digests.get(one.row.pk) == one.row.digest and free >= {one.row.pk, *one.matches}
    ]
    _write_pairs(ours)
    for one in ours:
        one.row.compared_by = comparing_stamp()
        one.row.reach, one.row.reach_key = one.reach, one.reach_key
    rows = [one.row for one in ours]
    OverlapSignature.objects.bulk_update(rows, ["compared_by", "reach", "reach_key"])
    return len(ours)


def lock_entries(pks: Collection[int]) -> set[int]:
    """Those of these entries that nobody is saving, and nobody can until this transaction ends."""
    rows = Entry.objects.filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _write_pairs(found: Sequence[Compared]) -> None:
    asked = {one.row.pk for one in found}
    standing = list(OverlapPair.objects.filter(Q(left__in=asked) | Q(right__in=asked)))
    before = {pair.pk: _said(pair) for pair in standing}
    pairs = {(pair.left_id, pair.right_id): pair for pair in standing}
    for pair in standing:
        pair.found_from_left &= pair.left_id not in asked
        pair.found_from_right &= pair.right_id not in asked
    for one in found:
        for pk, match in one.matches.items():
            _fill(pairs, one.row.pk, pk, match)
    new = [pair for pair in pairs.values() if pair.pk is None]
    gone = [pair.pk for pair in standing if not (pair.found_from_left or pair.found_from_right)]
    changed = [pair for pair in standing if _said(pair) != before[pair.pk] and pair.pk not in gone]
    OverlapPair.objects.filter(pk__in=gone).delete()
    OverlapPair.objects.bulk_update(changed, _WRITTEN)
    OverlapPair.objects.bulk_create(new)


def _fill(pairs: dict[Ends, OverlapPair], asked: int, other: int, match: Match) -> None:
    left, right = min(asked, other), max(asked, other)
    pair = pairs.setdefault((left, right), OverlapPair(kind=match.kind, left_id=left, right_id=right))
    pair.score, pair.level = match.score, match.level
    pair.signals = [[signal.name, signal.score, list(signal.words)] for signal in match.signals]
    if asked == left:
        pair.found_from_left = True
    else:
        pair.found_from_right = True


def _said(pair: OverlapPair) -> tuple:
    return tuple(getattr(pair, name) for name in _WRITTEN)
