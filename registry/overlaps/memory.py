"""All keys at once, for who compares many entries: about four bytes for each key of each entry."""

from array import array
from collections import defaultdict
from heapq import nlargest
from itertools import groupby
from operator import itemgetter

from policies.overlap.matching import CANDIDATES, MOST_HOLDERS
from registry.models import OverlapKey
from registry.overlaps.keys import Share, Tokens


class KeysInMemory:
    """As the table was when they were read. Keys that one entry alone has, or too many, are not kept."""

    def __init__(self) -> None:
        rows = OverlapKey.objects.order_by("token", "entry_id").values_list("token", "entry_id")
        self._holders: dict[int, array[int]] = {}
        for token, held in groupby(rows.iterator(chunk_size=10_000), key=itemgetter(0)):
            holders = array("q", [entry for _, entry in held])
            if 1 < len(holders) <= MOST_HOLDERS:
                self._holders[token] = holders

    def find_shares(self, tokens: Tokens, *, asked: int | None) -> list[Share]:
        weights: defaultdict[int, int] = defaultdict(int)
        for token, weight in tokens.items():
            for holder in self._holders.get(token, ()):
                weights[holder] += weight
        if asked is not None:
            weights.pop(asked, None)
        least = nlargest(CANDIDATES, weights.values())[-1] if len(weights) > CANDIDATES else 0
        found = [Share(entry, weight) for entry, weight in weights.items() if weight >= least]
        return sorted(found, key=lambda one: -one.weight)
