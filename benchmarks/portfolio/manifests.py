"""A large portfolio by chance: companies shaped as that of the demonstration, each with words of its own.

Links stay within a company, as they do in life; people, teams, vendors and purposes are shared by all.
Titles and descriptions are made of words that are as unevenly spread as those of a language, so that near
duplicates are as rare as they are in a register. Answers are left out and changed by chance, so that no two
entries are alike.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import accumulate, count, islice
from random import Random
from typing import Any

from governance.demo.content import load_content
from policies.record import KINDS, fields_of, vocabulary

DAY = date(2026, 11, 26)
Manifest = dict[str, Any]
_WORDS = 30_000
_KEPT = {"muster", "kind", "key", "title", "owner_team"}


def manifests(number: int, seed: int = 1) -> Iterator[Manifest]:
    """``number`` valid manifests, company by company; the same for the same seed."""
    return islice(_companies(Random(seed)), number)  # noqa: S311 - nothing secret


def _companies(random: Random) -> Iterator[Manifest]:
    content = load_content(DAY)
    for company in count():
        for said in content.manifests.values():
            yield _varied(_renamed(said, said["kind"], f"-{company}"), random)


def _renamed(said: Mapping[str, Any], table: str, suffix: str) -> Manifest:
    """The same with all keys of entries as they are called in one company."""
    found: Manifest = {name: said[name] for name in ("muster", "kind", "key") if name in said}
    if "key" in found:
        found["key"] += suffix
    for field in fields_of(table).values():
        value = said.get(field.name)
        if value is None:
            continue
        if field.type in ("ref", "refs") and field.of in KINDS:
            value = [f"{key}{suffix}" for key in value] if isinstance(value, list) else _key(value, suffix)
        elif field.type == "parts" and isinstance(value, list):
            value = [_renamed(part, field.of, suffix) for part in value]
        found[field.name] = value
    return found


def _key(value: Any, suffix: str) -> Any:
    return f"{value}{suffix}" if isinstance(value, str) else value


def _varied(said: Manifest, random: Random) -> Manifest:
    """With words of its own, one answer in twenty left out, and one in ten of single words another."""
    found = {name: value for name, value in said.items() if name in _KEPT or random.random() > 0.05}
    for field in fields_of(said["kind"]).values():
        if field.name in found and field.type == "enum" and random.random() < 0.1:
            found[field.name] = random.choice(vocabulary(field.of))
    found["title"] = " ".join(_words(random, 4)).capitalize()
    if "description" in found:
        found["description"] = " ".join(_words(random, 18)).capitalize() + "."
    return found


def _words(random: Random, number: int) -> list[str]:
    words, weights = _language()
    return random.choices(words, cum_weights=weights, k=number)


@cache
def _language() -> tuple[list[str], list[float]]:
    """Words by how often they are used (Zipf)."""
    random = Random(0)  # noqa: S311 - nothing secret
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = sorted({"".join(random.choices(syllables, k=random.randint(2, 4))) for _ in range(_WORDS)})
    random.shuffle(words)
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))
