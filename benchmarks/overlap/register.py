"""One new record against a whole register: is its other year found, and how many others are shown."""

import csv
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.overlap.pairs import TRACKS, Pair, labelled, records_of
from benchmarks.overlap.registers import SHARED, dutch_algorithms, inventory_2023, inventory_2024
from policies.overlap import OverlapIndex, matches, signature
from policies.overlap.normalise import words

SIZE = 3_611
_SHOWN = 10


def table() -> str:
    """Queries are the use cases of 2024 that have the same id in 2025."""
    asked = [pair for pair in labelled("UC-ID") if pair.same]
    renamed = [pair for pair in asked if words(pair.left["title"]) != words(pair.right["title"])]
    register = records(SIZE)
    index = OverlapIndex(map(signature, register))
    names = {one["key"]: " ".join(words(one["title"])) for one in register}
    ours = {
        pair.left["key"]: [m.key for m in matches(signature(pair.left), index, limit=100)] for pair in asked
    }
    theirs = {pair.left["key"]: _by_name(pair, names) for pair in asked}
    alerts = sum(len(found) for found in ours.values()) / len(ours)
    rows = (
        f"| Muster | {_recalls(asked, ours)} | {_recalls(renamed, ours)} | {alerts:.1f} |",
        f"| rapidfuzz token-set ratio, names | {_recalls(asked, theirs)} | {_recalls(renamed, theirs)} | |",
    )
    head = (
        f"| {len(register):,} records, {len(asked)} asked, {len(renamed)} of them renamed | all: first"
        " | among 5 | among 10 | renamed: first | among 5 | among 10 | shown for each |"
    )
    return "\n".join((head, "| --- " * 8 + "|", *rows))


def records(size: int) -> list[dict[str, Any]]:
    """The labelled use cases of 2025, filled up with those of other years that nobody asks about."""
    found: dict[str, dict[str, Any]] = {}
    tracks = [track for track, (kind, _) in TRACKS.items() if kind == "use_case" and track != "NL-OVERLAP"]
    # The titles that one track hides another one may show.
    for track in sorted(tracks, key=lambda track: TRACKS[track][1], reverse=True):
        found |= {one["key"]: one for one in records_of(labelled(track)) if one["key"].startswith("F25")}
    titles = _hidden_titles()
    found = {key: one | {"title": titles[key]} for key, one in found.items()}
    others = (one for one in (*inventory_2024(), *inventory_2023()) if one["owner_team"] != "DHS")
    return [*found.values(), *others, *dutch_algorithms()][:size]


def _hidden_titles() -> dict[str, str]:

    with (SHARED / "overlap/pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        return {
            row[f"{side}rid"]: row[f"{side}name"]
            for row in csv.DictReader(file)
            for side in ("left_", "right_")
        }


def _by_muster(pair: Pair, index: OverlapIndex) -> list[str]:
    return [match.key for match in matches(signature(pair.left), index, limit=100)]


def _by_name(pair: Pair, names: dict[str, str]) -> list[str]:
    asked = " ".join(words(pair.left["title"]))
    return [key for *_, key in process.extract(asked, names, scorer=fuzz.token_set_ratio, limit=_SHOWN)]


def _recalls(asked: Sequence[Pair], found: dict[str, list[str]]) -> str:
    return " | ".join(
        f"{sum(pair.right['key'] in found[pair.left['key']][:rank] for pair in asked) / len(asked):.3f}"
        for rank in (1, 5, 10)
    )
