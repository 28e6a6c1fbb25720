"""Values written in a pack, checked against the type and vocabulary of what they are compared with."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies.language.context import Source
from policies.language.nodes import Category, Constant
from policies.language.values import READERS, Values, WrongTypeError, in_words
from policies.record.fields import term_label, vocabulary


def constant(source: Source, value: Any, category: Category, words: str, pointer: str) -> Constant:
    """One value of a type. Raises PackError, with the nearest word where a vocabulary lacks it."""
    if words and value not in vocabulary(words):
        source.unknown(pointer, f"a value of {words}", value, vocabulary(words))
    try:
        read = READERS[category](value)
        return Constant(read, _reads_as(read, words))
    except WrongTypeError as problem:
        source.fail(pointer, f"{value!r} does not fit: {problem}")


def constant_set(source: Source, values: list[Any], category: Category, words: str, pointer: str) -> Constant:
    """Several values of a type, as a complete set."""
    members = [
        constant(source, value, category, words, f"{pointer}/{index}") for index, value in enumerate(values)
    ]
    shown = [member.text for member in members[:5]]
    if len(members) > 5:
        shown.append(f"{len(members) - 5} more")
    return Constant(Values(frozenset(member.value for member in members)), either(shown) or "nothing")


def either(words: Sequence[str]) -> str:
    """ "a, b or c"."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def _reads_as(value: Any, words: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_words(value)
    if words or isinstance(value, str):
        return f"“{term_label(words, value) if words else value}”"
    return str(value)
