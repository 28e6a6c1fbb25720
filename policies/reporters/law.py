"""The AI Act in the terminal: where a use case stands and why, and what an amendment moved."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import Any, Final

from policies.law.changes import Move, Moved, Standing, sources_of
from policies.law.classify import Classification
from policies.law.duties import DutyAt
from policies.law.steps import StepTaken
from policies.record.fields import term_label

_WIDTH: Final = 100
_ANSWERS: Final = {"yes": "yes", "no": "no", "open": "not answered yet"}


def classified_text(key: str, found: Classification) -> str:
    """One use case: its tier, each step with its reason and article, and the duties with their days."""
    return "\n".join(_classified(key, found)) + "\n"


def _classified(key: str, found: Classification) -> Iterator[str]:
    yield f"use case {key}: {found.label}"
    if not found.decided and found.possible:
        left = ", ".join(term_label("eu_ai_tier", tier) for tier in found.possible)
        yield f"  Likely: {term_label('eu_ai_tier', found.leaning)}. Left: {left}."
    yield from _wrapped(f"Stop. {found.plain}" if found.stop else found.plain)
    if found.deadline:
        begins = "Forbidden" if found.leaning == "prohibited" else "First duty of this tier"
        yield f"  {begins}: {_day(found.deadline, found.as_of)}"
    yield ""
    for number, step in enumerate(found.steps, start=1):
        yield from _step(number, step)
    if found.questions:
        yield "  Still to answer:"
        yield from (f"    {question.pointer}  {question.label}" for question in found.questions)
    if found.duties:
        yield "  Duties:"
        for duty in found.duties:
            yield from _duty(duty, found.as_of)
        if any(duty.rests_on_secondary for duty in found.duties):
            yield "    * rests on secondary sources"
    if found.version is not None:
        yield f"  Law: {found.version.title}, as of {found.as_of.isoformat()}."
    for source in found.sources:
        if source.known == "secondary":
            yield from _wrapped(f"{source.title}: {source.note}")


def _step(number: int, step: StepTaken) -> Iterator[str]:
    yield f"  {number}. {step.question} {_ANSWERS[step.answer]}"
    for reason in step.reasons:
        yield from _wrapped(f"{reason.sentence} ({reason.article})", indent="     ")


def _duty(duty: DutyAt, as_of: date) -> Iterator[str]:
    day = "only after a large change" if duty.after_change else _day(duty.begins, as_of)
    whose = "" if duty.applies == "yes" else ", if this is our role"
    secondary = " *" if duty.rests_on_secondary else ""
    yield from _wrapped(f"{day}{secondary}  {duty.title}{whose} ({duty.article})", indent="    ")


def _day(day: date | None, as_of: date) -> str:
    if day is None:
        return "no day is set"
    left = (day - as_of).days
    if left <= 0:
        return f"since {day.isoformat()}"
    return f"{day.isoformat()} (in {left} day{'' if left == 1 else 's'})"


def moved_text(start: date, end: date, milestones: Sequence[Moved], moves: Sequence[Move]) -> str:
    """What the law of ``end`` moved from where the law of ``start`` had it."""
    lines = [f"From the law of {start.isoformat()} to the law of {end.isoformat()}:", ""]
    lines += [f"  {_moved(one)}" for one in milestones] or ["  No date moved."]
    if any(source.known == "secondary" for source in sources_of(milestones)):
        lines += ["", "  * rests on secondary sources: have counsel confirm it."]
    many = f"{len(moves)} use case{'' if len(moves) == 1 else 's'} whose tier or deadline moves:"
    lines += ["", many if moves else "No use case whose tier or deadline moves."]
    lines += [f"  {one.key}: {_standing(one.before)} -> {_standing(one.after)}" for one in moves]
    return "\n".join(lines) + "\n"


def moved_json(start: date, end: date, milestones: Sequence[Moved], moves: Sequence[Move]) -> dict[str, Any]:
    """The same, JSON-safe and in a fixed order."""
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "milestones": [_milestone(one) for one in milestones],
        "entries": [
            {
                "key": one.key,
                "title": one.title,
                "before": one.before.to_json(),
                "after": one.after.to_json(),
            }
            for one in moves
        ],
    }


def _milestone(one: Moved) -> dict[str, Any]:
    law = one.after or one.before
    return {
        "id": one.id,
        "title": one.title,
        "article": law.article if law else "",
        "before": one.before.on.isoformat() if one.before else None,
        "after": one.after.on.isoformat() if one.after else None,
        "known": law.valid.source.known if law else "",
    }


def _moved(one: Moved) -> str:
    before, after = (day.on.isoformat() if day else "none" for day in (one.before, one.after))
    secondary = " *" if one.after and one.after.valid.source.known == "secondary" else ""
    return f"{before:10} -> {after:10}{secondary}  {one.title}"


def _standing(one: Standing) -> str:
    tier = term_label("eu_ai_tier", one.tier)
    likely = "" if one.tier == one.leaning else f", likely {term_label('eu_ai_tier', one.leaning)}"
    return f"{tier}{likely}, {one.deadline.isoformat() if one.deadline else 'no day'}"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") if text else []
