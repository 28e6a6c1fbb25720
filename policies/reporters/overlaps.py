"""What looks like an entry, for a person at a terminal."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, Final

_WIDTH: Final = 110
_LEVELS: Final = {"duplicate": "probably the same", "possible": "perhaps the same"}
_OUTCOMES: Final = {"join": "join it", "extend": "extend it", "justify": "keep both"}


def overlaps_text(found: Mapping[str, Any]) -> str:
    """One line for each entry that looks alike, the most alike first, and below it why."""
    heading = f"{found['source']}: {found['kind'].replace('_', ' ')} {found['key']}"
    return "\n".join((heading, *_lines(found["items"]))) + "\n"


def _lines(items: list[Mapping[str, Any]]) -> Iterator[str]:
    if not items:
        yield "  Nothing looks like it."
    width = max((len(item["key"]) for item in items), default=0)
    for item in items:
        decided = f"decided: {_OUTCOMES[item['outcome']]}" if item["outcome"] else "not decided"
        level = f"{_LEVELS[item['level']]:17}"
        yield f"  {item['score']:.3f}  {level}  {item['key']:{width}}  {item['title']}  ({decided})"
        for reason in item["reasons"]:
            yield from wrap(reason, _WIDTH, initial_indent="         ", subsequent_indent="         ")
