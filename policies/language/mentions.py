"""Which parameters, lists and facts a part of a pack reads, as it is written."""

import re
from collections.abc import Iterator
from typing import Any, Final

_PLACEHOLDER: Final = re.compile(r"\{param\.([a-z][a-z0-9_]*)\}")
_FACT: Final = re.compile(r"(?:^|\{)facts\.([a-z][a-z0-9_]*)")


def mentioned(word: str, spec: Any) -> set[str]:
    """The names that ``spec`` reads as ``word``: ``param``, ``list`` or ``fact``."""
    return {name for found, name in _mentions(spec) if found == word}


def _mentions(spec: Any) -> Iterator[tuple[str, str]]:
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key in ("param", "list") and isinstance(value, str):
                yield key, value
            yield from _mentions(key)
            yield from _mentions(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _mentions(value)
    elif isinstance(spec, str):
        yield from (("param", name) for name in _PLACEHOLDER.findall(spec))
        yield from (("fact", name) for name in _FACT.findall(spec))
