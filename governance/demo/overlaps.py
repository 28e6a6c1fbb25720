"""The demonstration's decisions on overlaps, each on its day."""

from collections.abc import Callable, Iterator
from functools import partial

from governance.demo.content import Content, Document
from governance.services.overlaps import decide_overlap
from registry.models import Entry, User

Act = Callable[[], object]


def acts_of(content: Content, person: Callable[[str], User]) -> Iterator[tuple[int, Act]]:
    """Each act with its day. ``person`` finds people by their e-mail addresses, once they are there."""
    for said in content.overlaps:
        yield said["on"], partial(_decide, said, person)


def _decide(said: Document, person: Callable[[str], User]) -> None:
    kind, key = said["entry"].split("/")
    entry, other = (Entry.objects.get(kind=kind, key=name) for name in (key, said["other"]))
    decide_overlap(entry, other, by=person(said["by"]), outcome=said["outcome"], reason=said["reason"])
