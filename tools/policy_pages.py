"""The page about the language that rules are written in."""

from collections.abc import Iterable, Iterator

from policies.language.facts import ABOUT
from policies.language.operators import OPERATORS
from policies.language.shapes import FACT_SLOTS, shape_of
from tools.markdown import NOTE, table

OPERANDS = {
    "date": "a date",
    "flag": "true or false",
    "format": "the name of a format",
    "length": "a number",
    "number": "a number",
    "pattern": "a pattern",
    "same": "a value of its kind",
    "set": "several values",
    "terms": "one term or several",
    "text": "text",
}


def operators() -> Iterator[str]:
    """Yield the page of operators."""
    yield f"{NOTE}\n# Operators\n"
    yield (
        "The comparisons that a rule can make. Asked about something that wasn't said, every one of them "
        "answers *unknown*, `exists` alone excepted.\n"
    )
    rows = (
        (f"`{name}`", operator.about, _listed(sorted(operator.subjects)), OPERANDS[operator.operand])
        for name, operator in OPERATORS.items()
    )
    yield from table(("operator", "true where the value", "asked of", "compared with"), rows)
    yield from _facts()


def _facts() -> Iterator[str]:
    yield "\n## Facts\n"
    yield (
        "What a pack may declare under `facts:` and its rules then read as `facts.<name>`. Where it can't be "
        "decided whether an entry belongs, `size` has bounds and `keys` holds the certain ones.\n"
    )
    rows = (
        (f"`{kind}`", about, _listed(f"`{part}`" for part in shape_of(FACT_SLOTS[kind].target).slots))
        for kind, about in ABOUT.items()
    )
    yield from table(("kind", "what it is", "what a rule reads"), rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
