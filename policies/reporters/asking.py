"""Questions and ways to a pass, for a person at a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from policies.asking import Change, Question, Ways
from policies.engine.words import listed
from policies.reporters.text import short_json

_WIDTH: Final = 110
_SHOWN: Final = 8


def questions_text(heading: str, questions: Sequence[Question]) -> str:
    """The questions, the most decisive first, each with its place, its answers and the rules that wait."""
    return "\n".join((heading, *_lines(questions))) + "\n"


def _lines(questions: Sequence[Question]) -> Iterator[str]:
    if not questions:
        yield "  Nothing more that is said can change what the rules come to."
    for number, one in enumerate(questions, start=1):
        yield f"  {number}. {one.label}  [{one.pointer}]"
        if one.help:
            yield from _wrapped(one.help)
        answers = [str(value) for value in one.choices]
        words = f": {listed(answers, _SHOWN)}" if answers else ""
        yield from _wrapped(f"Answer: {one.answer}{words}")
        yield from _wrapped(f"Asked by: {listed(one.rules, _SHOWN)}")


def _wrapped(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="     ", subsequent_indent="     ")


def ways_text(heading: str, found: Ways) -> str:
    """The ways, that of the least effort first, each with its changes."""
    return "\n".join((heading, *_ways(found))) + "\n"


def _ways(found: Ways) -> Iterator[str]:
    if found.verdict == found.wanted:
        yield "  It passes."
        return
    if found.stuck:
        left = f"  No change was found for {listed(found.stuck, _SHOWN)}; this is about the others."
        yield from wrap(left, _WIDTH, subsequent_indent="  ")
    if not found.ways:
        yield f"  {found.verdict}: no way to {found.wanted} was found."
    for number, way in enumerate(found.ways, start=1):
        yield f"  {number}. From {found.verdict} to {found.wanted}, effort {way.effort}:"
        yield from map(_change, way.changes)
    if found.more:
        yield f"  There may be more than {len(found.ways)} ways." if found.ways else "  Not all was tried."


def _change(one: Change) -> str:
    before = "" if one.before is None else f"{short_json(one.before)} → "
    who = f", {one.who}" if one.who else ""
    return f"     {one.label}: {before}{short_json(one.after)} ({one.effort}{who})  [{one.pointer}]"
