"""What an amendment does: milestones that move, and the entries whose tier or deadline moves with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.law.calendar import LawSource, Milestone, Version, in_force, shipped_calendar
from policies.law.deciding import decide
from policies.law.territory import touches


@dataclass(frozen=True)
class Moved:
    """A milestone by the law of one day and of another; None where the law has (or had) none."""

    id: str
    title: str
    before: Milestone | None
    after: Milestone | None


@dataclass(frozen=True)
class Standing:
    """Where a use case stands by the law of one day. Of an open tier the likely one tells the deadline."""

    tier: str
    leaning: str
    deadline: date | None

    def to_json(self) -> dict[str, Any]:
        deadline = None if self.deadline is None else self.deadline.isoformat()
        return {"tier": self.tier, "leaning": self.leaning, "deadline": deadline}


@dataclass(frozen=True)
class Move:
    """A use case whose tier or deadline is not the same by the law of two days."""

    key: str
    title: str
    before: Standing
    after: Standing


def milestones_moved(start: date, end: date) -> list[Moved]:
    """The milestones that the law of ``end`` has elsewhere than that of ``start``, by their days."""
    calendar = shipped_calendar()
    before = {one.id: one for one in in_force(calendar.milestones, start)}
    after = {one.id: one for one in in_force(calendar.milestones, end)}
    moved = [
        Moved(name, (after.get(name) or before[name]).title, before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if _day(before.get(name)) != _day(after.get(name))
    ]
    return sorted(moved, key=lambda one: _day(one.after) or _day(one.before) or date.max)


def versions_between(start: date, end: date) -> list[Version]:
    """The versions of the law in force on some day from ``start`` to ``end``."""
    versions = shipped_calendar().versions
    return [one for one in versions if one.valid.since <= end and (one.valid.until or date.max) > start]


def entries_moved(records: Iterable[Mapping[str, Any]], start: date, end: date) -> Iterator[Move]:
    """The use cases among resolved ``records`` that the law of ``end`` puts elsewhere than that of ``start``.

    Only the law changes between the two: the records are the same. None moves where the law doesn't reach.
    """
    places = shipped_calendar().jurisdictions
    for record in records:
        if record.get("kind") == "use_case" and touches(places, record) is not False:
            before, after = standing_of(record, start), standing_of(record, end)
            if before != after:
                yield Move(
                    str(record.get("key")), str(record.get("title") or record.get("key")), before, after
                )


def standing_of(record: Mapping[str, Any], day: date) -> Standing:
    if shipped_calendar().version_on(day) is None:
        return Standing("unclassified", "unclassified", None)
    decision = decide(record, day)
    return Standing(decision.tier, decision.leaning, decision.deadline)


def sources_of(moved: Iterable[Moved]) -> tuple[LawSource, ...]:
    """Where the dates of these milestones are known from."""
    milestones = [one for each in moved for one in (each.before, each.after) if one]
    return tuple({one.valid.source.id: one.valid.source for one in milestones}.values())


def _day(milestone: Milestone | None) -> date | None:
    return None if milestone is None else milestone.on
