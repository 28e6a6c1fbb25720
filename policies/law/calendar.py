"""The calendar of the law: its sources, its versions and the days on which duties begin.

All of it is bitemporal: a milestone says when a duty begins, and for which days of reading that was the law.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar

from policies.folder import POLICIES
from policies.language.context import Source
from policies.language.validate import check_schema
from policies.law.schema import calendar_schema
from policies.validation import Validator
from policies.yamlio import load_yaml


@dataclass(frozen=True)
class LawSource:
    """Where we know the law from. ``known``: primary (the text was read) or secondary (others report it)."""

    id: str
    title: str
    known: str
    note: str


@dataclass(frozen=True)
class Validity:
    """The days on which the law says something: from ``since`` up to, and not including, ``until``."""

    since: date
    until: date | None
    source: LawSource

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Version:
    """The law between two amendments."""

    id: str
    title: str
    about: str
    valid: Validity


@dataclass(frozen=True)
class Milestone:
    """The day ``on`` which a duty begins, as the law has it while ``valid``."""

    id: str
    title: str
    article: str
    on: date
    valid: Validity


class Dated(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def valid(self) -> Validity: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Calendar:
    """The dates of one law."""

    id: str
    title: str
    jurisdictions: tuple[str, ...]
    sources: Mapping[str, LawSource]
    versions: tuple[Version, ...]
    milestones: tuple[Milestone, ...]

    def version_on(self, day: date) -> Version | None:
        """The version in force on ``day``; None before the law came into force."""
        return next(in_force(self.versions, day), None)

    def milestone_on(self, name: str, day: date) -> Milestone | None:
        """The milestone as the law of ``day`` has it; None where it has none of that name (yet)."""
        return next((one for one in in_force(self.milestones, day) if one.id == name), None)


def in_force(entries: Iterable[D], day: date) -> Iterator[D]:
    """Those of ``entries`` that are law on ``day``."""
    return (entry for entry in entries if entry.valid.covers(day))


@cache
def shipped_calendar() -> Calendar:
    from policies.law.stored import law_from_data  # which has to know of all the law

    known: Calendar | None = law_from_data().get("calendar")
    if known is not None:
        return known
    text = POLICIES.joinpath("law/calendar.yaml").read_bytes()
    return read_calendar(text, source="law/calendar.yaml")


def milestone_names() -> frozenset[str]:
    return frozenset(one.id for one in shipped_calendar().milestones)


def milestone_title(name: str) -> str:
    return next(one.title for one in shipped_calendar().milestones if one.id == name)


@cache
@lru_cache(maxsize=1024)
def begins_on(name: str, day: date) -> date | None:
    """When what the milestone ``name`` stands for begins, by the law of ``day``; None where it is not law."""
    found = shipped_calendar().milestone_on(name, day)
    return None if found is None else found.on


def read_calendar(text: str | bytes, *, source: str) -> Calendar:
    """Raises PackError (or YamlError) with file, line, column and hint, further ones as ``others``."""
    at = Source(load_yaml(text, source=source))
    check_schema(at, _validator())
    spec = at.loaded.value
    sources = {name: LawSource(id=name, **one) for name, one in spec["sources"].items()}
    versions = [
        Version(one["id"], one["title"], one["about"], read_validity(at, one, sources, f"/versions/{index}"))
        for index, one in enumerate(spec["versions"])
    ]
    milestones = [
        _milestone(at, one, sources, f"/milestones/{index}") for index, one in enumerate(spec["milestones"])
    ]
    check_apart(at, milestones, "/milestones")
    _check_seamless(at, versions)
    return Calendar(
        spec["id"],
        spec["title"],
        tuple(spec["jurisdictions"]),
        sources,
        tuple(versions),
        tuple(milestones),
    )


def _milestone(at: Source, spec: Mapping[str, Any], sources: Mapping[str, LawSource], here: str) -> Milestone:
    valid = read_validity(at, spec, sources, here)
    return Milestone(
        spec["id"], spec["title"], spec["article"], read_day(at, spec["on"], f"{here}/on"), valid
    )


def read_validity(
    at: Source, spec: Mapping[str, Any], sources: Mapping[str, LawSource], here: str
) -> Validity:
    """The interval and the source of one entry."""
    if spec["source"] not in sources:
        at.unknown(f"{here}/source", "a source of this file", spec["source"], sources)
    since = read_day(at, spec["from"], f"{here}/from")
    until = read_day(at, spec["until"], f"{here}/until") if "until" in spec else None
    if until is not None and until <= since:
        at.fail(f"{here}/until", "This ends before it begins", "`until` is the first day after it.")
    return Validity(since, until, sources[spec["source"]])


def read_day(at: Source, text: str, pointer: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        at.fail(pointer, f"{text!r} is not a day of the calendar", "Write a date like 2026-11-22.")


def check_apart(at: Source, entries: Sequence[Dated], here: str) -> None:
    """Two entries of one id never hold on the same day: nobody could say which of them is the law."""
    for index, one in enumerate(entries):
        for other in entries[:index]:
            if other.id == one.id and _overlap(one.valid, other.valid):
                message = f"{one.id!r} says two things about the same days"
                at.fail(f"{here}/{index}/from", message, "End the earlier entry with `until`.")


def _overlap(one: Validity, other: Validity) -> bool:
    begins = max(one.since, other.since)
    return one.covers(begins) and other.covers(begins)


def _check_seamless(at: Source, versions: list[Version]) -> None:
    for index, (earlier, later) in enumerate(zip(versions, versions[1:], strict=False), start=1):
        if earlier.valid.until != later.valid.since:
            message = f"The version {later.id!r} doesn't begin where the one before it ends"
            at.fail(f"/versions/{index}/from", message, "Versions follow each other without a gap.")


@cache
def _validator() -> Validator:
    return Validator(calendar_schema())
