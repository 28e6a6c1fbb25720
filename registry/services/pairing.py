"""Writing down the pairs that a comparison found, and that it found no more."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from policies.overlap import Match
from registry.bulk import insert_alike, update_each
from registry.models import Entry, OverlapPair, OverlapSignature
from registry.overlaps.comparison import Compared
from registry.overlaps.names import comparing_stamp

Ends = tuple[int, int]
Row = dict[str, Any]
_ENDS = ("left_id", "right_id")
# What a pair says takes long to be read and written: of most that stand, only who finds whom has changed.
_SAYS = ("score", "level", "signals")
_FINDS = ("found_from_left", "found_from_right")
_UNFOUND = dict.fromkeys(_FINDS, False)


def keep_pairs(found: Sequence[Compared]) -> list[Compared]:
    """Make the pairs of these entries what was found, and give those that were written.

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
    stamp = comparing_stamp()
    compared = [
        {"entry_id": one.row.pk, "compared_by": stamp, "reach": one.reach, "reach_key": one.reach_key}
        for one in ours
    ]
    update_each(OverlapSignature, compared, ["compared_by", "reach", "reach_key"])
    return ours


def lock_entries(pks: Collection[int]) -> set[int]:
    """Those of these entries that nobody is saving, and nobody can until this transaction ends."""
    rows = Entry.objects.filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _write_pairs(found: Sequence[Compared]) -> None:
    asked = {one.row.pk: one for one in found}
    rows = OverlapPair.objects.filter(Q(left__in=asked) | Q(right__in=asked)).order_by()
    before = {(row["left_id"], row["right_id"]): row for row in rows.values("id", *_ENDS, *_FINDS)}
    pairs = {ends: row | _found_before(row, asked) for ends, row in before.items()}
    again = {before[ends]["id"]: ends for ends in _compared(found) if ends in before}
    for row in OverlapPair.objects.filter(pk__in=again).values("id", *_SAYS):
        before[again[row["id"]]] |= row
        pairs[again[row["id"]]] |= row
    for one in found:
        for pk in one.compared:
            _fill(pairs, one.row.pk, pk, one.matches.get(pk))
    gone = {ends for ends, row in pairs.items() if not (row["found_from_left"] or row["found_from_right"])}
    changed = [pairs[ends] for ends, row in before.items() if pairs[ends] != row and ends not in gone]
    OverlapPair.objects.filter(pk__in=[before[ends]["id"] for ends in gone]).delete()
    update_each(OverlapPair, [row for row in changed if row["id"] in again], (*_SAYS, *_FINDS))
    update_each(OverlapPair, [row for row in changed if row["id"] not in again], _FINDS)
    insert_alike(OverlapPair, [row for ends, row in pairs.items() if ends not in before], {})


def _compared(found: Iterable[Compared]) -> Iterator[Ends]:
    return ((min(one.row.pk, pk), max(one.row.pk, pk)) for one in found for pk in one.compared)


def _found_before(row: Row, asked: Mapping[int, Compared]) -> Row:
    """Who of those asked finds the other without having compared it again."""
    left, right = row["left_id"], row["right_id"]
    return {
        "found_from_left": right in asked[left].scored if left in asked else row["found_from_left"],
        "found_from_right": left in asked[right].scored if right in asked else row["found_from_right"],
    }


def _fill(pairs: dict[Ends, Row], asked: int, other: int, match: Match | None) -> None:
    """What two score is the same from either side: where one finds no match, the other doesn't either."""
    left, right = min(asked, other), max(asked, other)
    if match is None:
        pairs.get((left, right), {}).update(_UNFOUND)
        return
    new = {"kind": match.kind, "left_id": left, "right_id": right, **_UNFOUND}
    row = pairs.setdefault((left, right), new)
    row["score"], row["level"] = match.score, match.level
    row["signals"] = [[signal.name, signal.score, list(signal.words)] for signal in match.signals]
    row["found_from_left" if asked == left else "found_from_right"] = True
