"""How well methods tell what is the same, on the labelled pairs."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from benchmarks.overlap.measures import (
    Scored,
    average_precision,
    best_threshold,
    precision_recall_f1,
    with_range,
)
from benchmarks.overlap.pairs import TRACKS, Pair, data_set_pairs, labelled
from benchmarks.overlap.peers import METHODS, Method, muster
from benchmarks.overlap.registers import model_cards
from policies.overlap import THRESHOLDS, Aliases, OverlapIndex, compare, signature

OURS = "**Muster**"
# What the method was meant to reach on pairs that it was not fitted on: enough, and good.
BARS = {
    ("pooled", "AP"): (0.91, 0.94),
    ("pooled", "F1"): (0.85, 0.88),
    ("UC-ID", "F1"): (0.86, 0.90),
    ("UC-ID", "recall"): (0.95, 0.98),
    ("OVERLAP", "AP"): (0.91, 0.95),
    ("OVERLAP", "F1"): (0.77, 0.86),
    ("UC-NAME", "AP"): (0.80, 0.84),
    ("PRODUCT", "AP"): (0.80, 0.90),
    ("PRODUCT", "precision"): (0.75, 0.90),
}


class Unlisted(Aliases):
    """The rules for names without the products that are listed: how it does on names that nobody foresaw."""

    _products = {}  # type: ignore[assignment]


def scored(method: Method, pairs: Sequence[Pair]) -> Scored:
    same = np.array([float(pair.same) for pair in pairs])
    return Scored(method(pairs), same, [pair.left["key"] for pair in pairs])


def table() -> str:
    """One row for each method; a second line says where dense embeddings are missing."""
    rows, missing = [], []
    for name, method in METHODS.items():
        try:
            rows.append(_row(name, {track: scored(method, labelled(track)) for track in TRACKS}))
        except ModuleNotFoundError as gone:
            missing.append(f"{name}: {gone}.")
    head = (
        "| method | pooled AP | pooled F1 | UC-ID F1 | OVERLAP F1 | UC-NAME AP | NL-OVERLAP AP | PRODUCT AP "
        "| PRODUCT F1 |"
    )
    return "\n".join((head, "| --- " * 9 + "|", *rows, *(["", *missing] if missing else [])))


def _row(name: str, found: dict[str, Scored]) -> str:
    pooled = found["UC-ID"] + found["OVERLAP"]
    ours = name == OURS
    texts = THRESHOLDS["use_case"].possible if ours else best_threshold(pooled)
    names = THRESHOLDS["tool"].possible if ours else best_threshold(found["PRODUCT"])
    cells = (
        with_range(pooled, average_precision),
        with_range(pooled, partial(_f1, threshold=texts)),
        with_range(found["UC-ID"], partial(_f1, threshold=texts)),
        with_range(found["OVERLAP"], partial(_f1, threshold=texts)),
        with_range(found["UC-NAME"], average_precision),
        with_range(found["NL-OVERLAP"], average_precision),
        with_range(found["PRODUCT"], average_precision),
        with_range(found["PRODUCT"], partial(_f1, threshold=names)),
    )
    return f"| {name} | {' | '.join(cells)} |"


def bars() -> str:
    """What ships against what it should reach, at the thresholds that it ships with."""
    found = {track: scored(muster, labelled(track)) for track in TRACKS}
    found["pooled"] = found["UC-ID"] + found["OVERLAP"]
    rows = [
        f"| {track} {name} | {_measured(found[track], track, name):.3f} | {must:.2f} | {good:.2f} |"
        for (track, name), (must, good) in BARS.items()
    ]
    head = ("| measure | Muster | enough | good |", "| --- | --- | --- | --- |")
    return "\n".join((*head, *rows))


def kinds() -> str:
    """At the published threshold of each kind."""
    cards = OverlapIndex(map(signature, model_cards()))
    models = [match for card in model_cards() for match in cards.matches(signature(card))]
    sets = scored(muster, data_set_pairs())
    rows = [
        _kind("use_case", scored(muster, labelled("UC-ID")) + scored(muster, labelled("OVERLAP"))),
        _kind("tool", scored(muster, labelled("PRODUCT"))),
        _kind("tool, names not listed", scored(unlisted, labelled("PRODUCT"))),
        _kind("data_source", sets),
    ]
    head = "| kind | threshold | pairs, the same of them | AP | precision | recall | F1 |"
    told = f"Of 35 model cards, all of different models, {len(models) // 2} pairs are told."
    return "\n".join((head, "| --- " * 7 + "|", *rows, "", told))


def unlisted(pairs: Sequence[Pair]) -> np.ndarray:
    own = Unlisted()
    return np.array([compare(signature(one.left, own), signature(one.right, own)).score for one in pairs])


def _kind(name: str, found: Scored) -> str:
    threshold = THRESHOLDS[name.split(",")[0]].possible
    figures = (average_precision(found.scores, found.same), *_prf(found, threshold))
    shown = " | ".join(f"{figure:.3f}" for figure in figures)
    return f"| {name} | {threshold} | {len(found.same):,}, {int(found.same.sum()):,} | {shown} |"


def _measured(found: Scored, track: str, name: str) -> float:
    if name == "AP":
        return average_precision(found.scores, found.same)
    precision, recall, f1 = _prf(found, THRESHOLDS["tool" if track == "PRODUCT" else "use_case"].possible)
    return {"precision": precision, "recall": recall, "F1": f1}[name]


def _prf(found: Scored, threshold: float) -> tuple[float, float, float]:
    return precision_recall_f1(found.scores, found.same, threshold)


def _f1(scores: np.ndarray, same: np.ndarray, threshold: float) -> float:
    return precision_recall_f1(scores, same, threshold)[2]
