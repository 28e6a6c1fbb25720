"""A text cut into pieces, each in its bucket: words and pairs of words, or runs of three to five letters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import log

from policies.overlap.normalise import stem
from policies.overlap.rarity import rarity
from policies.overlap.vectors import Vector, bucket_of

_SHORTEST, _LONGEST = 3, 5


def word_pieces(words: Sequence[str]) -> Counter[int]:
    """How often each stem and each pair of neighbours is said, by bucket."""
    stems = [stem(word) for word in words]
    return Counter(map(bucket_of, (*stems, *map(" ".join, pairwise(stems)))))


def letter_pieces(words: Iterable[str]) -> Counter[int]:
    """How often each run of letters is written, by bucket. No run reaches from one word into the next."""
    return Counter(chain.from_iterable(map(_letters, filter(None, words))))


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    runs = (
        framed[start : start + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for start in range(max(1, len(framed) - size + 1))
    )
    return tuple(map(bucket_of, runs))


def weighed(view: str, counts: Counter[int], *, most: int) -> Vector:
    """TF-IDF with a logarithm on how often, over the rarity that is shipped."""
    rare = rarity(view)
    weights = {
        bucket: rare[bucket] if times == 1 else (1 + log(times)) * rare[bucket]
        for bucket, times in counts.items()
    }
    return Vector.of(weights, most=most)
