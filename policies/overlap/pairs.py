"""All overlapping pairs of a portfolio."""

from collections.abc import Iterable, Iterator

from policies.overlap.comparing import Asked, Match
from policies.overlap.index import OverlapIndex
from policies.overlap.levels import THRESHOLDS
from policies.overlap.signatures import Signature


def all_pairs(signatures: Iterable[Signature]) -> Iterator[tuple[str, str, Match]]:
    """Each pair once, with the keys of both in order and the match of the second as the first sees it.

    Memory grows with the number of entries, not of pairs.
    """
    known = [one for one in signatures if one.kind in THRESHOLDS]
    index = OverlapIndex(known)
    sought: dict[tuple[str, str], list[str]] = {}
    for one in known:
        for other in index.likeliest(one):
            first, second = sorted((one.key, other.key))
            sought.setdefault((one.kind, first), []).append(second)
    for (kind, first), others in sorted(sought.items()):
        asked = Asked(index[kind, first])
        for second in sorted(set(others)):
            match = asked.compare(index[kind, second])
            if match.level != "none":
                yield first, second, match
