"""Average precision, and precision, recall and F1 at one threshold, each with a range from resampling.

Pairs that share a left side are drawn together: they are not independent of one another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Measure = Callable[[Values, Values], float]
RESAMPLED = 1000


@dataclass(frozen=True)
class Scored:
    """One score and one label for each pair, and what the pair is drawn together with."""

    scores: Values
    same: Values
    groups: Sequence[str]

    def __add__(self, other: "Scored") -> "Scored":
        scores, same = np.concatenate((self.scores, other.scores)), np.concatenate((self.same, other.same))
        return Scored(scores, same, (*self.groups, *other.groups))


def average_precision(scores: Values, same: Values) -> float:
    """Of equal scores the wrong one counts first."""
    hits = same[np.lexsort((same, -scores))]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def precision_recall_f1(scores: Values, same: Values, threshold: float) -> tuple[float, float, float]:
    told = scores >= threshold
    right = float(same[told].sum())
    precision, recall = right / max(1, told.sum()), right / same.sum()
    return precision, recall, 2 * right / (told.sum() + same.sum())


def best_threshold(scored: Scored) -> float:
    """Where F1 is highest: the best that a method could do if it knew the labels."""
    return max(
        map(float, np.unique(scored.scores)),
        key=lambda threshold: precision_recall_f1(scored.scores, scored.same, threshold)[2],
    )


def with_range(scored: Scored, measure: Measure) -> str:
    """The measure, and between which values it lies in 95 of 100 samples drawn anew."""
    names, numbers = np.unique(scored.groups, return_inverse=True)
    members = [np.flatnonzero(numbers == number) for number in range(len(names))]
    random = np.random.default_rng(5)
    drawn = []
    for _ in range(RESAMPLED):
        chosen = np.concatenate([members[n] for n in random.integers(len(members), size=len(members))])
        if scored.same[chosen].any():
            drawn.append(measure(scored.scores[chosen], scored.same[chosen]))
    low, high = np.percentile(drawn, (2.5, 97.5))
    return f"{measure(scored.scores, scored.same):.3f} ({low:.2f}–{high:.2f})"
