"""What rules refer to: each article, control or identifier is looked up in the table of what there is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from policies.language.context import nearest
from policies.tables import table

_ARTICLE: Final = re.compile(r"Art ([0-9]+[A-Z]?)((?:\([0-9a-z]+\)){0,4})")
_ANNEX: Final = re.compile(r"Annex ([IVX]+)(?: Section [A-C])?((?:\([0-9a-z]+\)){0,4})")
_STEP: Final = re.compile(r"\(([0-9a-z]+)\)")
_SECTION: Final = re.compile(r"([0-9.]+)(?:\([0-9A-Za-z]+\))*")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class WrongReference:
    """What is wrong with a reference, and the nearest that is right."""

    message: str
    hint: str = ""


@dataclass(frozen=True)
class LegalSource:
    """A law, standard or list: its name as references begin with it, and its row of the table."""

    name: str
    title: str
    row: Mapping[str, Any]


def wrong_reference(text: str) -> WrongReference | None:
    """What is wrong with a reference of a rule; None for one that the table has."""
    source = source_of(text)
    if source is None:
        names = nearest(text.split(" Art ")[0], legal_sources())
        hint = names or "Begin with its name as the table has it, or with `Good practice: `."
        return WrongReference(f"{text!r} names no law or standard of the table of references", hint)
    rest = text.removeprefix(source.name).strip()
    if source.row.get("free") or _exists(source, rest):
        return None
    return WrongReference(f"{text!r} does not exist: {source.title}", _nearest(text, source))


def _nearest(text: str, source: LegalSource) -> str:
    """The most of the reference that exists, such as the article of a paragraph that it doesn't have."""
    known = set(_known(source))
    begun = next((text[:end] for end in range(len(text), 0, -1) if text[:end] in known), "")
    return f"Did you mean {begun}?" if begun else nearest(text, sorted(known))


def source_of(text: str) -> LegalSource | None:
    """The source that a reference begins with; the longest name wins."""
    found = [one for name, one in legal_sources().items() if text == name or text.startswith(f"{name} ")]
    return max(found, key=lambda one: len(one.name), default=None)


@cache
def legal_sources() -> Mapping[str, LegalSource]:
    """The table, by name."""
    rows: dict[str, Any] = table("taxonomies/references.yaml")["sources"]
    return {name: LegalSource(name, row["title"], row) for name, row in rows.items()}


def _exists(source: LegalSource, rest: str) -> bool:
    row = source.row
    if "articles" in row:
        return _article_exists(row, rest) or _annex_exists(row, rest)
    if "sections" in row:
        found = _SECTION.fullmatch(rest)
        return found is not None and found[1] in row["sections"]
    return rest in row.get("ids", ()) or f"{source.name} {rest}" in set(_in_ranges(source))


def _article_exists(row: Mapping[str, Any], rest: str) -> bool:
    found = _ARTICLE.fullmatch(rest)
    paragraphs = _paragraphs(row).get(found[1]) if found else None
    if found is None or paragraphs is None:
        return False
    place, steps = found[1], _STEP.findall(found[2])
    if steps and steps[0].isdigit():
        number = steps.pop(0)
        if not 1 <= int(number) <= paragraphs:
            return False
        place = f"{place}({number})"
    return not steps or steps[0] in _points(row, place)


def _paragraphs(row: Mapping[str, Any]) -> Mapping[str, int]:
    said = row["articles"]
    return {str(number): count for number, count in enumerate(said, 1)} if isinstance(said, list) else said


def _points(row: Mapping[str, Any], place: str) -> list[str]:
    last = row["points"].get(place)
    more: list[str] = row.get("more_points", {}).get(place, [])
    return [*(_LETTERS[: _LETTERS.index(last) + 1] if last else ""), *more]


def _annex_exists(row: Mapping[str, Any], rest: str) -> bool:
    found = _ANNEX.fullmatch(rest)
    points = row.get("annexes", {}).get(found[1]) if found else None
    if found is None or points is None:
        return False
    steps = _STEP.findall(found[2])
    return not steps or points == 0 or (steps[0].isdigit() and 1 <= int(steps[0]) <= points)


def _in_ranges(source: LegalSource) -> Iterator[str]:
    joint = source.row.get("joint", ".")
    for stem, (first, last) in source.row.get("ranges", {}).items():
        yield from (f"{source.name} {stem}{joint}{number}" for number in range(first, last + 1))


def _known(source: LegalSource) -> Iterator[str]:
    """Every reference to a source that can be told in advance, to find the nearest among."""
    row = source.row
    yield from _in_ranges(source)
    yield from (f"{source.name} {one}" for one in (*row.get("ids", ()), *row.get("sections", ())))
    for article, count in (_paragraphs(row) if "articles" in row else {}).items():
        numbered = [f"{article}({number})" for number in range(1, count + 1)]
        for place in (article, *numbered):
            yield f"{source.name} Art {place}"
            yield from (f"{source.name} Art {place}({letter})" for letter in _points(row, place))
    yield from (f"{source.name} Annex {annex}" for annex in row.get("annexes", ()))
