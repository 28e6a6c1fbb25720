"""From one entry to those that resemble it: look up who shares keys, then compare the likeliest."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

from policies.overlap.comparing import Asked, Match
from policies.overlap.keys import weight_of
from policies.overlap.levels import THRESHOLDS
from policies.overlap.signatures import Signature

# A key that more entries of a kind have finds nobody.
MOST_HOLDERS: Final = 500
CANDIDATES: Final = 40


class Store(Protocol):
    """Where signatures are kept: in memory, or in tables."""

    def likeliest(self, asked: Signature) -> Sequence[Signature]:
        """Whom ``likeliest`` names among all of the same kind."""


def matches(
    asked: Signature, store: Store, *, limit: int = 10, shows: Callable[[str], bool] | None = None
) -> list[Match]:
    """The most similar other entries of the same kind, best first, each at least a possible overlap.

    ``shows`` says of the key of an entry whether it may be among them.
    """
    if asked.kind not in THRESHOLDS:
        return []
    one = Asked(asked)
    found = [judged for judged in map(one.judge, store.likeliest(asked)) if judged.level != "none"]
    shown = [judged for judged in found if shows is None or shows(judged.other.key)]
    shown.sort(key=lambda judged: (-judged.score, judged.other.key))
    return [one.match(judged) for judged in shown[:limit]]


def likeliest(asked: Signature, holders: Mapping[str, Collection[str]]) -> list[str]:
    """Who shares most keys with ``asked`` by their weight, of the ``holders`` of each of its keys."""
    votes: defaultdict[str, int] = defaultdict(int)
    for key, held in holders.items():
        weight = weight_of(key) if len(held) <= MOST_HOLDERS else 0
        for holder in held if weight else ():
            votes[holder] += weight
    votes.pop(asked.key, None)
    return sorted(votes, key=lambda key: (-votes[key], key))[:CANDIDATES]
