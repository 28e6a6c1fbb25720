"""How well methods tell what is the same, on the labelled pairs."""

from collections.abc import Sequence

import numpy as np

from benchmarks.overlap.measures import (
    Measure,
    Scored,
    average_precision,
    best_threshold,
    precision_recall_f1,
    with_range,
)
from benchmarks.overlap.pairs import TRACKS, Pair, data_set_pairs, labelled, model_pairs
from benchmarks.overlap.peers import METHODS, Method, muster
from benchmarks.overlap.registers import model_cards
from policies.overlap import THRESHOLDS, Aliases, OverlapIndex, compare, signature

OURS = "**Muster**"
_FIGURES = ("precision", "recall", "F1")
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
    figures = [f" {track} {figure} |" for track in ("pooled", *TRACKS) for figure in ("AP", "F1")]
    head = f"| method |{''.join(figures)}"
    return "\n".join((head, "| --- " * (len(figures) + 1) + "|", *rows, *(["", *missing] if missing else [])))


def _row(name: str, found: dict[str, Scored]) -> str:
    pooled = found["UC-ID"] + found["OVERLAP"]
    ours = name == OURS
    cells = []
    for track, one in {"pooled": pooled, **found}.items():
        fitted = best_threshold(pooled if track in ("UC-ID", "OVERLAP") else one)
        threshold = _shipped(track) if ours else fitted
        cells += [with_range(one, average_precision), with_range(one, _at(threshold, "F1"))]
    return f"| {name} | {' | '.join(cells)} |"


def bars() -> str:
    """What ships against what it should reach, at the thresholds that it ships with."""
    found = {track: scored(muster, labelled(track)) for track in TRACKS}
    found["pooled"] = found["UC-ID"] + found["OVERLAP"]
    rows = [
        f"| {track} {name} | {_measured(found[track], track, name)} | {must:.2f} | {good:.2f} |"
        for (track, name), (must, good) in BARS.items()
    ]
    head = ("| measure | Muster | enough | good |", "| --- | --- | --- | --- |")
    return "\n".join((*head, *rows))


def kinds() -> str:
    """At the published threshold of each kind."""
    cards = OverlapIndex(map(signature, model_cards()))
    models = [match for card in model_cards() for match in cards.matches(signature(card))]
    rows = [
        _kind("use_case", scored(muster, labelled("UC-ID")) + scored(muster, labelled("OVERLAP"))),
        _kind("tool", scored(muster, labelled("PRODUCT"))),
        _kind("tool, names not listed", scored(unlisted, labelled("PRODUCT"))),
        _kind("data_source", scored(muster, data_set_pairs())),
        _kind("ai_model", scored(muster, model_pairs())),
    ]
    head = "| kind | threshold | pairs, the same of them | AP | precision | recall | F1 |"
    told = f"Of 35 model cards, all of different models, {len(models) // 2} pairs are told."
    return "\n".join((head, "| --- " * 7 + "|", *rows, "", told))


def hard() -> str:
    """Pairs that look alike and are two: how many are told nevertheless."""
    rows = []
    for track, (kind, _) in TRACKS.items():
        found = scored(muster, labelled(track))
        shares = [with_range(found, _told_wrongly(threshold)) for threshold in THRESHOLDS[kind]]
        rows.append(f"| {track} | {int((found.same == 0).sum()):,} | {' | '.join(shares)} |")
    head = ("| track | pairs that are two | told at all | told as *probably the same* |", "| --- " * 4 + "|")
    return "\n".join((*head, *rows))


def unlisted(pairs: Sequence[Pair]) -> np.ndarray:
    own = Unlisted()
    return np.array([compare(signature(one.left, own), signature(one.right, own)).score for one in pairs])


def _kind(name: str, found: Scored) -> str:
    threshold = THRESHOLDS[name.split(",")[0]].possible
    measures = (average_precision, *(_at(threshold, figure) for figure in _FIGURES))
    shown = " | ".join(with_range(found, measure) for measure in measures)
    return f"| {name} | {threshold} | {len(found.same):,}, {int(found.same.sum()):,} | {shown} |"


def _measured(found: Scored, track: str, name: str) -> str:
    return with_range(found, average_precision if name == "AP" else _at(_shipped(track), name))


def _shipped(track: str) -> float:
    return THRESHOLDS["tool" if track == "PRODUCT" else "use_case"].possible


def _at(threshold: float, figure: str) -> Measure:
    place = _FIGURES.index(figure)
    return lambda scores, same: precision_recall_f1(scores, same, threshold)[place]


def _told_wrongly(threshold: float) -> Measure:
    return lambda scores, same: float((scores[same == 0] >= threshold).mean())
