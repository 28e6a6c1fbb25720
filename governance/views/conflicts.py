"""Two people changed one entry: what each changed, and the two brought together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.views.findings import in_words
from policies.record import fields_of

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One field as it was, as the other person left it, and as this person typed it."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    clash: bool


def rows_of(kind: str, base: Document, mine: Document, theirs: Document) -> list[Change]:
    """Every field that the two versions say differently."""
    return [
        Change(
            name=one.name,
            label=one.label,
            before=in_words(one, base.get(one.name)),
            theirs=in_words(one, theirs.get(one.name)),
            mine=in_words(one, mine.get(one.name)),
            clash=_clash(base.get(one.name), mine.get(one.name), theirs.get(one.name)),
        )
        for one in fields_of(kind).values()
        if mine.get(one.name) != theirs.get(one.name)
    ]


def merge(base: Document, mine: Document, theirs: Document) -> dict[str, Any]:
    """What only they changed is taken over; where both changed, mine stays, for its author is looking."""
    merged = {}
    for name in dict.fromkeys([*theirs, *mine]):
        value = theirs.get(name) if mine.get(name) == base.get(name) else mine.get(name)
        if value is not None:
            merged[name] = value
    return merged


def _clash(before: Any, mine: Any, theirs: Any) -> bool:
    return mine not in (before, theirs) and theirs != before
