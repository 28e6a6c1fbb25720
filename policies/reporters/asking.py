"""Questions for a person at a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from policies.asking import Question
from policies.engine.words import listed

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
