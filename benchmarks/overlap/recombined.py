"""A register as large as one likes, its texts made of names and sentences of the public registers.

Where these are not at hand, texts are made of words that are as unevenly spread as those of a language.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.overlap.registers import SHARED, inventory_2023, inventory_2024
from benchmarks.portfolio.manifests import manifests

_WORDS = 80


def use_cases(number: int, team: str, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``number`` valid manifests: the public ones first, then recombined ones of about as many words."""
    real = [one for one in (*inventory_2024(), *inventory_2023()) if one["title"] and one["description"]]
    random = Random(seed)  # noqa: S311 - nothing secret
    texts = real if SHARED.is_dir() else list(manifests(3_000))
    for place in range(number):
        said = texts[place] if place < len(texts) else _recombined(texts, random)
        yield {
            "muster": 1,
            "kind": "use_case",
            "key": f"case-{place}",
            "title": " ".join(said["title"].split())[:500],
            "description": said.get("description", ""),
            "owner_team": team,
        }


def _recombined(texts: list[dict[str, Any]], random: Random) -> dict[str, str]:
    one, other = (random.choice(texts)["title"].split() for _ in range(2))
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < _WORDS:
        said = random.choice(texts).get("description", "").replace("\n", ". ").split(". ")
        sentences.append(random.choice(said))
    title = " ".join(one[: max(1, len(one) // 2)] + other[len(other) // 2 :])
    return {"title": title, "description": ". ".join(sentences)}
