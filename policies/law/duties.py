"""What a tier asks of whom, and from which day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from policies.language.kleene import Truth, all_of
from policies.language.values import MISSING, said
from policies.law.calendar import LawSource, in_force, shipped_calendar
from policies.law.deciding import Decision, asked_of
from policies.law.provisions import Begin, Duty
from policies.law.subject import Subject
from policies.law.walk import PROHIBITED


@dataclass(frozen=True)
class DutyAt:
    """A duty for one record. ``applies`` is *open* where the role, or what it depends on, is not said.

    ``begins`` is None where no day is set: ``after_change`` tells that only a later change brings it about.
    """

    id: str
    title: str
    article: str
    roles: tuple[str, ...]
    applies: Literal["yes", "open"]
    begins: date | None
    after_change: bool
    sources: tuple[LawSource, ...]

    @property
    def rests_on_secondary(self) -> bool:
        return any(source.known == "secondary" for source in self.sources)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "article": self.article,
            "roles": list(self.roles),
            "applies": self.applies,
            "begins": None if self.begins is None else self.begins.isoformat(),
            "after_change": self.after_change,
            "rests_on_secondary": self.rests_on_secondary,
        }


def duties_of(decision: Decision) -> Iterator[DutyAt]:
    """The duties that apply or may apply, those that begin first at the top."""
    subject = asked_of(decision)
    found = []
    for duty in in_force(subject.law.duties, subject.day):
        applies = all_of((_is_ours(duty, subject), _is_due(duty, decision, subject)))
        if applies is not False:
            found.append(_dated(duty, decision, applies))
    yield from sorted(found, key=lambda duty: duty.begins or date.max)


def _is_ours(duty: Duty, subject: Subject) -> Truth:
    role = said(subject.record.get("eu_ai_role"))
    if not duty.roles:
        return True
    return None if role is MISSING else role in duty.roles


def _is_due(duty: Duty, decision: Decision, subject: Subject) -> Truth:
    if decision.forbidden and PROHIBITED not in duty.tiers:
        return False
    if duty.trigger:
        return duty.trigger in decision.found("triggers")
    at_its_tier = not duty.tiers or not set(duty.tiers).isdisjoint(decision.tiers)
    return all_of((at_its_tier, duty.when is None or subject.ask(duty.when)))


def _dated(duty: Duty, decision: Decision, applies: Truth) -> DutyAt:
    begins = _begins_of(duty, decision)
    names = [decision.subject.milestone_of(begin) for begin in begins]
    days = [shipped_calendar().milestone_on(name, decision.subject.day) for name in names if name]
    dated = min((day for day in days if day), key=lambda day: day.on, default=None)
    known = [duty.valid.source] + ([dated.valid.source] if dated else [])
    return DutyAt(
        id=duty.id,
        title=duty.title,
        article=duty.article,
        roles=duty.roles,
        applies="yes" if applies else "open",
        begins=None if dated is None else dated.on,
        after_change=not any(names) and any(begin.overrides for begin in begins),
        sources=tuple({source.id: source for source in known}.values()),
    )


def _begins_of(duty: Duty, decision: Decision) -> list[Begin]:
    """Its own, else that of its trigger, else those of its tiers that hold; the first day counts."""
    if duty.begin is not None:
        return [duty.begin]
    if duty.trigger:
        trigger = decision.subject.provision("triggers", duty.trigger)
        return [] if trigger is None else [trigger.begin]
    return [begin for tier in decision.tiers if tier in duty.tiers for begin in decision.begins_of(tier)]
