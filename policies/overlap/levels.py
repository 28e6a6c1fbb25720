"""From which score on two entries are shown, by kind: chosen on labelled pairs of public registers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

POSSIBLE: Final = 0.5
DUPLICATE: Final = 0.8
NEARLY_POSSIBLE, NEARLY_DUPLICATE = 0.49, 0.79


class Threshold(NamedTuple):
    possible: float
    duplicate: float


THRESHOLDS: Final[Mapping[str, Threshold]] = MappingProxyType(
    dict.fromkeys(("use_case", "ai_model", "data_source", "tool"), Threshold(POSSIBLE, DUPLICATE))
)


def level_of(kind: str, score: float) -> str:
    """``duplicate``, ``possible`` or ``none``."""
    threshold = THRESHOLDS[kind]
    if score >= threshold.duplicate:
        return "duplicate"
    return "possible" if score >= threshold.possible else "none"
