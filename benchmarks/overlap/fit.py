"""Fit what names, words and letters count for, and see how it does on pairs that it was not fitted on.

    python -m benchmarks.overlap.fit

Pairs of one left side are kept in one of five folds. The threshold is chosen on the four that the weights
are fitted on, never on the fifth.
"""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.overlap.measures import Scored, average_precision, best_threshold, precision_recall_f1
from benchmarks.overlap.pairs import Pair, labelled
from policies.overlap import signature
from policies.overlap.comparing import Asked
from policies.overlap.signals import SAME, listed_signals, mentioned_signal

_FOLDS, _TIMES = 5, 4
_FEATURES = ("name", "text", "letters", "product", "vendor")


def main() -> None:
    print(report())


def report() -> str:
    """The weights as they come out, and what they are worth on pairs left out."""
    pairs = [*labelled("UC-ID"), *labelled("OVERLAP")]
    seen = np.array([list(features(pair)) for pair in pairs])
    same = np.array([float(pair.same) for pair in pairs])
    groups = np.array([pair.left["key"] for pair in pairs])
    whole = _fitted(seen, same)
    weights = (f"{name} {weight:.2f}" for name, weight in zip(_FEATURES, whole.coef_[0], strict=True))
    fitted = f"Fitted on all: {', '.join(weights)}, taken off {-whole.intercept_[0]:.2f}."
    return f"{fitted} {_cross_validated(seen, same, groups)}"


def _cross_validated(seen: np.ndarray, same: np.ndarray, groups: np.ndarray) -> str:
    measured, thresholds = [], []
    for seed in range(_TIMES):
        scores, told = np.zeros(len(same)), np.zeros(len(same))
        folds = GroupKFold(_FOLDS, shuffle=True, random_state=seed)
        for learnt, left_out in folds.split(seen, same, groups):
            model = _fitted(seen[learnt], same[learnt])
            threshold = best_threshold(Scored(model.decision_function(seen[learnt]), same[learnt], ()))
            scores[left_out] = model.decision_function(seen[left_out])
            told[left_out] = scores[left_out] >= threshold
            thresholds.append(threshold)
        _, _, f1 = precision_recall_f1(told, same, 0.5)
        measured.append((average_precision(scores, same), f1))
    precision, f1 = np.mean(measured, axis=0)
    return (
        f"On pairs left out: average precision {precision:.3f}, F1 {f1:.3f} at thresholds chosen without them"
        f" (log-odds {np.mean(thresholds):.2f}, from {min(thresholds):.2f} to {max(thresholds):.2f})."
    )


def features(pair: Pair) -> Iterator[float]:
    left, right = signature(pair.left), signature(pair.right)
    views = Asked(left).views(right)
    product = mentioned_signal(left, right)
    yield from (views.name, views.text**0.5, views.letters**0.5)
    yield float(product is not None and product.score == SAME)
    yield max((one.score for one in listed_signals(left, right) if one.name == "vendor"), default=0.0)


def _fitted(seen: np.ndarray, same: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=3, max_iter=3000).fit(seen, same)


if __name__ == "__main__":
    main()
