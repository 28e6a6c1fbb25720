"""Whose candidates may be others since an entry has other keys: they are compared once more."""

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Count

from policies.overlap.matching import MOST_HOLDERS
from registry.models import OverlapCommonKey, OverlapKey, OverlapSignature
from registry.overlaps.keys import Tokens, find_reaching, telling, tokens_of
from registry.services.pairing import lock_entries


def spread_changes(rows: Sequence[OverlapSignature]) -> None:
    """Let those wait of which one of these entries is or was a candidate, or may be one now.

    Where such an entry is just being saved, the row is left for another time.
    """
    for row in rows:
        _spread(row)


def start_anew() -> None:
    """Where nothing was compared before, nobody has to wait for others: all wait."""
    held = OverlapKey.objects.order_by().values("token").annotate(holders=Count("entry"))
    common = held.filter(holders__gt=MOST_HOLDERS).values_list("token", flat=True)
    OverlapCommonKey.objects.all().delete()
    OverlapCommonKey.objects.bulk_create(map(OverlapCommonKey, common))
    OverlapSignature.objects.update(keys_before=None)


def _spread(row: OverlapSignature) -> None:
    tokens = tokens_of(row.kind, {*(row.keys_before or ()), *row.data["keys"]})
    few = telling(tokens)
    common = tokens.keys() - few.keys()
    known = set(OverlapCommonKey.objects.filter(token__in=tokens).values_list("token", flat=True))
    reached = {*_reached(row, few), *_holders(common ^ known)}
    if not lock_entries({row.pk, *reached}) >= {row.pk, *reached}:
        return
    OverlapSignature.objects.filter(pk__in=reached).update(compared_by="")
    OverlapSignature.objects.filter(pk=row.pk, digest=row.digest).update(keys_before=None)
    OverlapCommonKey.objects.filter(token__in=known - common).delete()
    OverlapCommonKey.objects.bulk_create(map(OverlapCommonKey, common - known), ignore_conflicts=True)


def _reached(row: OverlapSignature, tokens: Tokens) -> Iterator[int]:
    for pk, weight, reach, last in find_reaching(tokens, row.pk):
        if reach is None or weight > reach or row.data["key"] <= last:
            yield pk


def _holders(tokens: Collection[int]) -> set[int]:
    """Who has a key that has just become common, or is so no more: shares it with others or no longer."""
    return set(OverlapKey.objects.filter(token__in=tokens).values_list("entry", flat=True))
