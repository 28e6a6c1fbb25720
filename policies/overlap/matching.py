"""From one entry to those that resemble it: look up who shares keys, then compare the likeliest."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

from policies.overlap.compare import Asked, Match
from policies.overlap.keys import weight_of
from policies.overlap.levels import THRESHOLDS
from policies.overlap.signature import Signature

# A key that more entries of a kind have finds nobody.
MOST_HOLDERS: Final = 500
CANDIDATES: Final = 40


class Store(Protocol):
    """Where signatures are kept: in memory, or in tables."""

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The keys of the entries that have each of ``keys``; those with more than MOST_HOLDERS left out."""

    def signatures(self, kind: str, entry_keys: Sequence[str]) -> Sequence[Signature]: ...


def matches(
    asked: Signature, store: Store, *, limit: int = 10, shows: Callable[[str], bool] | None = None
) -> list[Match]:
    """The most similar other entries of the same kind, best first, each at least a possible overlap.

    ``shows`` says of the key of an entry whether it may be among them.
    """
    if asked.kind not in THRESHOLDS:
        return []
    others = store.signatures(asked.kind, candidates(asked, store, shows))
    found = map(Asked(asked).compare, others)
    likely = [match for match in found if match.level != "none"]
    return sorted(likely, key=lambda match: (-match.score, match.key))[:limit]


def candidates(asked: Signature, store: Store, shows: Callable[[str], bool] | None = None) -> list[str]:
    """Who shares most keys with ``asked``, by their weight."""
    votes: defaultdict[str, float] = defaultdict(float)
    for key, holders in sorted(store.holders(asked.kind, asked.keys).items()):
        weight = weight_of(key)
        for holder in holders:
            votes[holder] += weight
    votes.pop(asked.key, None)
    seen = votes if shows is None else filter(shows, votes)
    return sorted(seen, key=lambda key: (-votes[key], key))[:CANDIDATES]
