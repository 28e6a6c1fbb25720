"""Labelled pairs from public registers: the first index must beat comparing names with a library alone."""

import csv
import os
from pathlib import Path

import pytest

from policies.overlap import OverlapIndex, compare, signature

pytestmark = pytest.mark.data

PAIRS = Path(os.environ.get("MUSTER_SHARED_DATA", "../shared/data")) / "overlap/pairs_dev.csv"
# Best F1 and average precision of rapidfuzz on names alone on the same tracks.
NAMES_ALONE = {"average_precision": 0.894, "f1": 0.851}


def read_pairs(*tracks: str, kind: str) -> list[tuple[dict, dict, bool]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["track"] in tracks and row["label"] != "-1"]
    return [(side(row, "left_", kind), side(row, "right_", kind), row["label"] == "1") for row in rows]


def side(row: dict[str, str], prefix: str, kind: str) -> dict:
    said = {"title": "name", "description": "description"} | ({"vendor": "vendor"} if kind == "tool" else {})
    return {"kind": kind, "key": row[f"{prefix}rid"]} | {
        ours: row[prefix + theirs] for ours, theirs in said.items()
    }


def measure(pairs: list[tuple[dict, dict, bool]]) -> tuple[float, float]:
    """Average precision over all thresholds, and F1 at the shipped one."""
    scored = [(compare(signature(left), signature(right)), same) for left, right, same in pairs]
    scored.sort(key=lambda pair: (-pair[0].score, pair[1]))  # of equal scores the wrong one counts first
    hits = [same for _, same in scored]
    precisions = [sum(hits[: rank + 1]) / (rank + 1) for rank, same in enumerate(hits) if same]
    told = [same for match, same in scored if match.level != "none"]
    return sum(precisions) / sum(hits), 2 * sum(told) / (len(told) + sum(hits))


def test_use_cases_are_told_apart_better_than_by_their_names():
    average_precision, f1 = measure(read_pairs("UC-ID", "OVERLAP", kind="use_case"))
    assert average_precision >= 0.92 > NAMES_ALONE["average_precision"]
    assert f1 >= 0.86 > NAMES_ALONE["f1"]


def test_products_found_equal_by_name_are_equal():
    pairs = read_pairs("PRODUCT", kind="tool")
    _, f1 = measure(pairs)
    compared = ((compare(signature(left), signature(right)), same) for left, right, same in pairs)
    told = [same for match, same in compared if match.level == "duplicate"]
    assert sum(told) / len(told) >= 0.95
    assert f1 >= 0.75


def test_most_use_cases_find_their_other_year_among_all():
    pairs = [pair for pair in read_pairs("UC-ID", kind="use_case") if pair[2]]
    others = (right for *_, right, _ in read_pairs("UC-ID", "UC-NAME", "OVERLAP", kind="use_case"))
    index = OverlapIndex(map(signature, others))
    matched = [{match.key for match in index.matches(signature(left))} for left, *_ in pairs]
    found = [right["key"] in keys for keys, (_, right, _) in zip(matched, pairs, strict=True)]
    assert sum(found) / len(found) >= 0.95
