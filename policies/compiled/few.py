"""Answers that depend on a few words and flags alone, asked once for each mixture of them.

Portfolios say the same few things of thousands of items. What all rules ask of an item, of a set or of a
term is kept as the bits of one number, by what is said there; the numbers of all items together tell whether
any is so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policies.language.nodes import Slot

# The variable with the answers about an item, and the form in which a value is read as those about it.
BITS: Final = "b"
ANSWERS: Final = "answers"
_PLACE: Final = re.compile(r"t\[(\d+)\]")


class Few:
    """The questions about one kind of item, and the variables that hold what they depend on."""

    def __init__(self, order: list[str]) -> None:
        self._order = order
        self._small: set[str] = set()
        self._read: dict[str, int] = {}
        self._asked: dict[str, int] = {}

    def add(self, variable: str, slot: Slot, form: str) -> None:
        """A flag or a term of a vocabulary has few values; others may have any number."""
        is_word = slot.category == "term" and slot.vocabulary
        if form == "value" and not slot.bounded and (is_word or slot.category == "flag"):
            self._small.add(variable)

    def bit(self, expression: str) -> int | None:
        """The bit of an expression about an item ``t``; None where it depends on more than a few values."""
        read = [self._order[int(place)] for place in _PLACE.findall(expression)]
        if not read or not self._small.issuperset(read):
            return None
        for variable in read:
            self._read.setdefault(variable, len(self._read))
        if BITS not in self._order:
            self._order.append(BITS)
        return 1 << self._asked.setdefault(expression, len(self._asked))

    def lines(self, name: str) -> Iterator[str]:
        """The function that answers, and its answers that are kept."""
        if self._asked:
            yield from answering(name, "t", map(self._of_these, self._asked))
            yield f"m_{name} = Memo(f_{name}, WORDS_AND_FLAGS)"

    def line(self, name: str) -> Iterator[str]:
        """The statement that sets ``BITS`` from the variables."""
        if self._asked:
            yield f"    {BITS} = m_{name}[{', '.join(self._read)},]"

    def _of_these(self, expression: str) -> str:
        """The same about what is read for these answers alone."""
        return _PLACE.sub(lambda place: f"t[{self._read[self._order[int(place[1])]]}]", expression)


def answering(name: str, about: str, asked: Iterable[str]) -> Iterator[str]:
    """A function that gives a bit for each expression."""
    yield f"def f_{name}({about}):"
    yield "    return ("
    yield from (f"        ({1 << bit} if {one} else 0) |" for bit, one in enumerate(asked))
    yield "    0)"


def about_values(asked: Mapping[tuple[str, str], list[str]]) -> Iterator[str]:
    """The functions that answer what is asked of ``s``, a set or a term, by the variable of the answers."""
    for (variable, category), expressions in asked.items():
        yield from answering(variable, "s", expressions)
        read = {"set": "SETS[said]", "term": "read_term(said)"}[category]
        yield f"m_{variable} = Memo(lambda said: f_{variable}({read}))"
