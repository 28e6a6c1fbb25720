"""How much looks alike, by kind and level: bars for the eye, with the numbers and the list behind each."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from governance.reports.portfolio import Bar, Part
from governance.reports.standing import Look
from policies.overlap.facets import LISTS

_LOOKS: Final = {
    "duplicate": Look("Probably the same", "warn", "same"),
    "possible": Look("Perhaps the same", "plain", "same"),
}


def overlap_bars(counts: Mapping[tuple[str, str], int]) -> list[Bar]:
    """One for each kind that has pairs, as long as it has many beside the kind that has most."""
    totals = {kind: sum(counts.get((kind, level), 0) for level in _LOOKS) for kind in LISTS}
    most = max(totals.values())
    return [
        Bar(kind, total, tuple(_parts(kind, counts, most)), _url(kind=kind))
        for kind, total in totals.items()
        if total
    ]


def _parts(kind: str, counts: Mapping[tuple[str, str], int], most: int) -> Iterator[Part]:
    start = 0.0
    for level, look in _LOOKS.items():
        count = counts.get((kind, level), 0)
        width = 100 * count / most
        yield Part(level, look, count, round(start, 3), round(width, 3), _url(kind=kind, level=level))
        start += width


def _url(**chosen: str) -> str:
    return f"{reverse('overlaps')}?{urlencode(chosen)}"
