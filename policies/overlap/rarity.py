"""How rare a piece of text is in public registers: a word that everybody writes says little.

The shipped table was counted once, by `python -m benchmarks.overlap.rarity`, and holds no text: for every
bucket of each view one byte, from 0 (in every record) to 255 (in none). So what a pair scores follows from
the pair alone, whatever else an organisation has registered.
"""

import zlib
from functools import cache
from math import log
from typing import Final

from policies.folder import POLICIES
from policies.overlap.vectors import BUCKETS, bucket_of

VIEWS: Final = ("name", "text", "letters")
FILE: Final = "rarity.bin"
# A byte is worth so much: 255 stands for the natural logarithm of the largest table there could be.
STEP: Final = 12.0 / 255
# What so few of thousands write counts as much as what none does: elsewhere it may be an everyday word.
_FEW: Final = 10


@cache
def rarity(view: str) -> tuple[float, ...]:
    """The weight of each bucket of a view: 1 where every record has it, and more the rarer it is."""
    start = VIEWS.index(view) * BUCKETS
    steps = [1 + STEP * byte for byte in range(256)]
    return tuple(map(steps.__getitem__, _table()[start : start + BUCKETS]))


def rarity_of(stem: str) -> float:
    """The weight of one stem, or of a pair of them."""
    return rarity("text")[bucket_of(stem)]


def steps_of(stem: str) -> int:
    """How rare it is, from 0 to 255."""
    return _table()[VIEWS.index("text") * BUCKETS + bucket_of(stem)]


@cache
def _table() -> bytes:
    return zlib.decompress((POLICIES / "overlap" / FILE).read_bytes())


def pack(counts: dict[str, list[int]], total: int) -> bytes:
    """The table as it is shipped, from how many of ``total`` records have something in each bucket."""
    rare = (log((_FEW + total) / (_FEW + count)) / STEP for view in VIEWS for count in counts[view])
    return zlib.compress(bytes(min(255, round(steps)) for steps in rare), 9)
