"""An explanation for a person at a terminal, and as JSON with the place of each step in its file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any, Final

from policies.engine.explanation import Explanation, InForce, Override, Step, Territory
from policies.engine.words import listed
from policies.language.responsible import who_label
from policies.record.fields import term_label
from policies.reporters.text import OUTCOMES_SAID, short_json

_MARKS: Final = {"true": "yes  ", "false": "no   ", "unknown": "?    ", "error": "error"}
_SAID: Final = {"true": "yes", "false": "no", "unknown": "not enough was said to tell", "error": "an error"}
_WIDTH: Final = 110


@dataclass(frozen=True)
class Explained:
    """One explanation, the file of its manifest, and line and column (from 1) of a JSON pointer in it."""

    explanation: Explanation
    source: str
    position: Callable[[str], tuple[int, int]]


def explained_json(explained: Sequence[Explained]) -> dict[str, Any]:
    """One document for all of them."""
    entries = []
    for one in explained:
        plain: dict[str, Any] = {"source": one.source} | one.explanation.to_json()
        overrides = (other["if"] for other in plain["in_force"]["overrides"])
        for tree in (plain["when"], *overrides, *(check["that"] for check in plain["checks"])):
            _add_places(tree, one.position)
        entries.append(plain)
    return {"muster": "explanation/1", "explanations": entries}


def _add_places(step: dict[str, Any] | None, position: Callable[[str], tuple[int, int]]) -> None:
    if step is not None:
        step["line"], step["column"] = position(step["pointer"])
        for child in step["children"]:
            _add_places(child, position)


def explained_text(explained: Sequence[Explained]) -> str:
    """The trees as indented lines, each with its answer before it."""
    return "\n".join("\n".join(_lines(one)) + "\n" for one in explained)


def _lines(one: Explained) -> Iterator[str]:
    said = one.explanation
    rule = said.rule
    yield f"{rule.id} ({rule.severity}) {rule.title}: {OUTCOMES_SAID[said.outcome]}"
    yield f"  {one.source}: {said.kind.replace('_', ' ')} {said.key}, as of {said.as_of}"
    yield from _wrapped(f"Why: {rule.why}")
    yield from _wrapped(_territory(said.territory))
    yield from _wrapped(_in_force(said.in_force))
    if said.vacuous:
        yield from _wrapped("It passes because there was nothing to look at.")
    for other in said.in_force.overrides:
        yield ""
        yield from _wrapped(_override(other))
        yield from _step(other.condition, one, 2)
    yield ""
    if said.when is None:
        yield "  It always applies."
    else:
        yield f"  Does it apply? {_SAID[said.when.truth]}"
        yield from _step(said.when, one, 2)
    for check in said.checks:
        yield ""
        yield f"  Check {check.id}: {_SAID[check.that.truth]}"
        yield from _step(check.that, one, 2)
        if check.message:
            yield from _wrapped(check.message, 4)
            yield from _wrapped(f"What to do: {check.fix}", 4)
            if check.who:
                yield from _wrapped(f"Who: {who_label(check.who)}", 4)


def _territory(territory: Territory) -> str:
    if not territory.rule:
        return "Where: everywhere."
    where = f"Where: {', '.join(territory.rule)}."
    named = listed((term_label("country", code) for code in territory.countries), 10)
    used = f" It is used in {named}." if named else ""
    if territory.organisation is None:
        asked = ", so the rule is asked" if territory.touches is None else ""
        return f"{where} The organisation has not said where it works{asked}.{used}"
    works = ", ".join(territory.organisation) or "nowhere"
    return f"{where} The organisation works in {works}.{used}"


def _in_force(in_force: InForce) -> str:
    if in_force.start is None:
        return "In force: always."
    milestone = next((one.milestone for one in in_force.overrides if one.counts), in_force.milestone)
    if in_force.start == date.max:
        return f"In force: {_day(in_force.start, milestone)}, so it blocks nothing."
    blocks = "" if in_force.now else ", so it blocks nothing yet"
    text = f"In force: from {_day(in_force.start, milestone)}{blocks}."
    if in_force.start != in_force.usual and in_force.usual is not None:
        text += f" For others from {_day(in_force.usual, in_force.milestone)}."
    return text


def _override(other: Override) -> str:
    because = {
        "true": "but one above it counts already",
        "false": "",
        "unknown": "so this day does not count",
    }
    then = "so this day counts" if other.counts else because.get(other.condition.truth, "")
    said = ", ".join(filter(None, (_SAID[other.condition.truth], then)))
    return f"Does it count from {_day(other.start, other.milestone)} instead? {said}"


def _day(day: date, milestone: str) -> str:
    said = "no day by the law of that day" if day == date.max else str(day)
    return f"{said} ({milestone})" if milestone else said


def _step(step: Step, one: Explained, depth: int) -> Iterator[str]:
    lead = {"where": "which: ", "satisfies": "must: "}.get(step.role, "")
    yield f"{'  ' * depth}{_MARKS[step.truth]} {lead}{step.sentence}{_found(step)}{_place(step, one)}"
    for child in step.children:
        yield from _step(child, one, depth + 1)
    for answer, number in step.left_out.items():
        yield f"{'  ' * (depth + 1)}{_MARKS[answer]} and {number} more"


def _found(step: Step) -> str:
    return f"; found {short_json(step.actual)}" if step.expected else ""


def _place(step: Step, one: Explained) -> str:
    if not step.expected:
        return ""
    line, _ = one.position(step.pointer)
    return f"  [{f'line {line}, ' if line else ''}{step.pointer}]"


def _wrapped(text: str, depth: int = 2) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=" " * depth, subsequent_indent=" " * (depth + 2))
