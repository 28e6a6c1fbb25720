"""Comments where they stand: beside the field they are about, or on their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from governance.anchors import value_at
from governance.models import Comment
from governance.services.comments import stands_at
from governance.views.facts import Fact, FactSection, Part
from policies.record.pointers import trail_of
from registry.models import Entry

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Thread:
    """A comment with its answers. ``place`` is where it belongs today, None where its row is gone.

    ``changed``: what stands there is not what was commented on.
    """

    said: Comment
    answers: tuple[Comment, ...]
    label: str
    place: str | None
    changed: bool

    @property
    def is_open(self) -> bool:
        return not self.said.is_resolved


def threads_of(entry: Entry, document: Document) -> list[Thread]:
    """All that was said about an entry, in one query, as it stands against ``document``: open ones first."""
    answers: defaultdict[int, list[Comment]] = defaultdict(list)
    asked: list[Comment] = []
    for one in Comment.objects.on_entry(entry).with_people().defer("submission__snapshot"):
        if one.answers_id is None:
            asked.append(one)
        else:
            answers[one.answers_id].append(one)
    found = [_thread(one, tuple(answers[one.pk]), entry.kind, document) for one in asked]
    return sorted(found, key=lambda thread: not thread.is_open)


def beside_their_fields(
    sections: Iterable[FactSection], threads: Iterable[Thread], document: Document
) -> tuple[list[FactSection], list[Thread]]:
    """The sections with a place to comment at each field of ``document``, answered or not, and the threads of
    none of them.
    """
    by_place: defaultdict[str, list[Thread]] = defaultdict(list)
    rest: list[Thread] = []
    for thread in threads:
        (by_place[thread.place] if thread.place else rest).append(thread)
    beside = _Beside(by_place, document)
    shown = [
        FactSection(
            block.section, *([beside.fact(one) for one in some] for some in (block.facts, block.unsaid))
        )
        for block in sections
    ]
    return shown, rest + [thread for left in by_place.values() for thread in left]


@dataclass(frozen=True)
class _Beside:
    """Puts threads beside facts, each once. What was worked out has no place, nor have rows nobody wrote."""

    threads: dict[str, list[Thread]]
    document: Document

    def fact(self, fact: Fact, around: str = "") -> Fact:
        if fact.field.derived:
            return fact
        pointer = f"{around}/{fact.field.name}"
        parts = tuple(self.row(part, f"{pointer}/{number}") for number, part in enumerate(fact.parts))
        return replace(fact, pointer=pointer, threads=tuple(self.threads.pop(pointer, ())), parts=parts)

    def row(self, part: Part, pointer: str) -> Part:
        if value_at(self.document, pointer) is None:
            return part
        facts, unsaid = (
            tuple(self.fact(fact, pointer) for fact in some) for some in (part.facts, part.unsaid)
        )
        return replace(part, facts=facts, unsaid=unsaid, threads=tuple(self.threads.pop(pointer, ())))


def _thread(comment: Comment, answers: tuple[Comment, ...], kind: str, document: Document) -> Thread:
    place, changed = stands_at(comment, document)
    return Thread(
        said=comment,
        answers=answers,
        label=label_of(kind, comment.pointer, comment.row),
        place=place,
        changed=changed,
    )


def label_of(kind: str, pointer: str, row: str = "") -> str:
    """What a place is called, and of a row which list it is in and what it is called there."""
    trail = trail_of(kind, pointer)
    if not trail:
        return "The whole"
    around = f" ({trail[0].field.label}: {row})" if row and len(trail) > 1 else f": {row}" if row else ""
    return f"{trail[-1].field.label}{around}"
