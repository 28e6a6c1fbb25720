"""Pairs of entries that are probably the same, among those one reader may see: the few for other pages."""

from typing import Any

from governance.models import OverlapOutcome
from governance.reports.overlap_clusters import ShownPair, each_pair
from governance.reports.overlap_pairs import (
    Chosen,
    counting_decisions,
    counts_of,
    pairs_of,
)
from registry.models import Entry, OverlapPair


def find_pairs(user: Any, *, limit: int | None = None) -> tuple[list[ShownPair], int]:
    """The pairs that were found so far and not told apart, most alike first; and how many there are."""
    decided = counting_decisions(user)
    pairs = pairs_of(user, Chosen(), decided, most=limit)
    return [pair for _, pair in each_pair([pairs])], sum(counts_of(user, decided).values())


def count_pairs_of(user: Any, entry: Entry) -> int:
    """How many there are of one entry."""
    rows = OverlapPair.objects.visible_to(user).of_entry(entry).order_by()
    pairs = list(rows.values_list("left", "right"))
    decided = counting_decisions(user, entry) if pairs else {}
    apart = {ends for ends, one in decided.items() if one.outcome == OverlapOutcome.NOT_THE_SAME}
    return sum(ends not in apart for ends in pairs)
