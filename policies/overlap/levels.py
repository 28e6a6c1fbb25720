"""From which score on two entries are shown, by kind: chosen on labelled pairs of public registers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Threshold(NamedTuple):
    possible: float
    duplicate: float


THRESHOLDS: Final[Mapping[str, Threshold]] = MappingProxyType(
    dict.fromkeys(("use_case", "ai_model", "data_source", "tool"), Threshold(0.62, 0.8))
)


def level_of(kind: str, score: float) -> str:
    """``duplicate``, ``possible`` or ``none``."""
    threshold = THRESHOLDS[kind]
    if score >= threshold.duplicate:
        return "duplicate"
    return "possible" if score >= threshold.possible else "none"
