"""The labelled pairs, track by track, as records that may be the same thing."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from benchmarks.overlap.registers import SHARED, data_sets, model_cards

# What each track is about, and whether titles are hidden: they are the label there, or give it away.
TRACKS = {
    "UC-ID": ("use_case", False),
    "OVERLAP": ("use_case", False),
    "UC-NAME": ("use_case", True),
    "NL-OVERLAP": ("use_case", True),
    "PRODUCT": ("tool", False),
}


@dataclass(frozen=True)
class Pair:
    left: dict[str, Any]
    right: dict[str, Any]
    same: bool


def labelled(track: str) -> list[Pair]:
    """Pairs that are the same or are not; those in between (label -1) are left out."""
    kind, hidden = TRACKS[track]
    with (SHARED / "overlap/pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["track"] == track and row["label"] != "-1"]
    return [
        Pair(_side(row, "left_", kind, hidden), _side(row, "right_", kind, hidden), row["label"] == "1")
        for row in rows
    ]


def data_set_pairs() -> list[Pair]:
    """Every two data sets: the same where it is described in two versions of the format, under one name.

    What one site exported is left out: there copies go by other names.
    """
    own = [one for one in data_sets() if "/huggingface-" not in one["key"]]
    return [
        Pair(one, other, one["key"].partition("/")[2] == other["key"].partition("/")[2])
        for one, other in combinations(own, 2)
    ]


def model_pairs() -> list[Pair]:
    """One side is what a card says by name and in short, the other by identifier and at length.

    The same are those of one card.
    """
    short = [one for one in model_cards() if one["at_length"] not in (None, one["description"])]
    long = [{**one, "title": one["key"], "description": one["at_length"]} for one in short]
    return [Pair(one, other, one["key"] == other["key"]) for one, other in product(short, long)]


def records_of(pairs: list[Pair]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        yield pair.left
        yield pair.right


def _side(row: dict[str, str], prefix: str, kind: str, hidden: bool) -> dict[str, Any]:
    said = {
        "kind": kind,
        "key": row[f"{prefix}rid"],
        "title": "" if hidden else row[f"{prefix}name"],
        "description": row[f"{prefix}description"],
    }
    vendor = row[f"{prefix}vendor"]
    if vendor and not hidden:
        said |= {"vendor": vendor} if kind == "tool" else {"vendors_named": [vendor]}
    return said
