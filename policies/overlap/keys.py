"""What an entry is found by: few enough to look up, and rare enough not to bring up everybody."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from policies.overlap.normalise import stem
from policies.overlap.rarity import steps_of

MOST_KEYS: Final = 40
_MOST_WORDS: Final = 24
# Of the name, with each product that is named beside it: what so many name finds nobody by itself.
_MOST_JOBS: Final = 3
# A word that everybody writes, and a product's name: it is worth more than a word that nobody else writes.
_EVERYWHERE: Final = 21
_NAMED: Final = 340


def keys_of(
    name: Sequence[str], rarest: Sequence[str], facets: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Products first, then words and pairs of words of the name and the rarest of all words."""
    found = {f"p:{product}" for product in facets.get("product", ()) if not product.endswith("|")}
    beside = [product for product in facets.get("named", ()) if product not in facets.get("product", ())]
    job = [stem(word) for word in rarest if word in name][:_MOST_JOBS]
    found |= {f"m:{product} {word}" for product in beside for word in job}
    found |= {f"c:{category}" for category in facets.get("category", ())}
    found |= {f"w:{stem(word)}" for word in (*rarest[:_MOST_WORDS], *name)}
    # A short record has few words to be found by: those that are in both names count for more.
    found |= {f"n:{stem(word)}" for word in name}
    found |= {f"w:{stem(one)} {stem(other)}" for one, other in pairwise(name)}
    return tuple(sorted(found, key=lambda key: (-weight_of(key), key))[:MOST_KEYS])


def weight_of(key: str) -> int:
    """How much sharing ``key`` speaks for a pair being worth comparing, as far as is known beforehand.

    Whole numbers: their sum is the same in whatever order a database makes it.
    """
    view, _, piece = key.partition(":")
    if view == "p":
        return _NAMED
    if view == "c":
        return _EVERYWHERE
    if view == "m":
        return _EVERYWHERE + steps_of(piece.rpartition(" ")[2])
    return (_EVERYWHERE + steps_of(piece)) * (2 if view == "n" else 1)
