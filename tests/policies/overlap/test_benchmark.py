"""Labelled pairs from public registers: the first index must beat comparing names with a library alone."""

import csv
import os
from pathlib import Path

import pytest

from policies.overlap import OverlapIndex
from policies.overlap.evidence import POSSIBLE

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
    index = OverlapIndex(record for left, right, _ in pairs for record in (left, right))
    scored = [(index.compare(left, right).score, same) for left, right, same in pairs]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))  # of equal scores the wrong one counts first
    hits = [same for _, same in scored]
    precisions = [sum(hits[: rank + 1]) / (rank + 1) for rank, same in enumerate(hits) if same]
    told = [same for score, same in scored if score >= POSSIBLE]
    return sum(precisions) / sum(hits), 2 * sum(told) / (len(told) + sum(hits))


def test_use_cases_are_told_apart_better_than_by_their_names():
    average_precision, f1 = measure(read_pairs("UC-ID", "OVERLAP", kind="use_case"))
    assert average_precision >= 0.93 > NAMES_ALONE["average_precision"]
    assert f1 >= 0.87 > NAMES_ALONE["f1"]


def test_products_found_equal_by_name_are_equal():
    pairs = read_pairs("PRODUCT", kind="tool")
    _, f1 = measure(pairs)
    told = [same for left, right, same in pairs if OverlapIndex().compare(left, right).level == "duplicate"]
    assert sum(told) / len(told) >= 0.95
    assert f1 >= 0.75


def test_most_use_cases_find_their_other_year_among_all():
    pairs = [pair for pair in read_pairs("UC-ID", kind="use_case") if pair[2]]
    index = OverlapIndex(right for *_, right, _ in read_pairs("UC-ID", "UC-NAME", "OVERLAP", kind="use_case"))
    found = [right["key"] in {match.key for match in index.matches(left)} for left, right, _ in pairs]
    assert sum(found) / len(found) >= 0.95
