"""Small registers full of entries that resemble each other, and limits so low that they matter."""

from random import Random

import pytest

from policies.overlap import Match, OverlapIndex, matching, signature
from registry.overlaps import comparison, keys, lookup, memory
from registry.services import spreading
from registry.services.entries import save_manifests

WORDS = "churn rescue subscriber offer scoring nightly letter voice call transcript claim fraud".split()  # noqa: SIM905


def manifest(number: int, random: Random) -> dict:
    """A title and a description made of few words, so that near duplicates are many."""
    kind = random.choice(["use_case", "tool"])
    words = random.sample(WORDS, 7)
    said = {"muster": 1, "kind": kind, "key": f"k{number:02}", "owner_team": "marketing"}
    return said | {"title": " ".join(words[:2]).capitalize(), "description": f"{' '.join(words)}."}


def save(manifests: list[dict]) -> None:
    save_manifests(manifests, by=None)


def set_limits(patch: pytest.MonkeyPatch, candidates: int, holders: int) -> None:
    for module in (matching, comparison, keys, lookup, memory, spreading):
        if hasattr(module, "CANDIDATES"):
            patch.setattr(module, "CANDIDATES", candidates)
        if hasattr(module, "MOST_HOLDERS"):
            patch.setattr(module, "MOST_HOLDERS", holders)


def found_in_memory(manifests: list[dict]) -> dict[str, list[Match]]:
    """What the command line would find of each."""
    signed = [signature(said) for said in manifests]
    index = OverlapIndex(signed)
    return {one.key: index.matches(one) for one in signed}
