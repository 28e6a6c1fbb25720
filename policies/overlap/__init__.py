"""Near duplicates across a portfolio: the same tool bought twice, two teams building the same use case.

What a pair scores follows from the two entries, the release and what an organisation calls by the same name,
and from nothing else: it stays as it is whatever else is registered.
"""

from policies.overlap.aliases import SHIPPED, Aliases, ProductNames, aliases_of
from policies.overlap.comparing import Match, compare
from policies.overlap.index import OverlapIndex
from policies.overlap.layers import Layers
from policies.overlap.levels import THRESHOLDS, Threshold, level_of
from policies.overlap.matching import Store, matches
from policies.overlap.pairs import all_pairs
from policies.overlap.signals import Signal
from policies.overlap.signatures import Signature, signature

__all__ = [
    "SHIPPED",
    "THRESHOLDS",
    "Aliases",
    "Layers",
    "Match",
    "OverlapIndex",
    "ProductNames",
    "Signal",
    "Signature",
    "Store",
    "Threshold",
    "aliases_of",
    "all_pairs",
    "compare",
    "level_of",
    "matches",
    "signature",
]
