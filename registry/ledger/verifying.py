"""Is the record as it was written?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from registry.ledger.models import AuditEvent
from registry.ledger.writing import event_digest

Told = TypeVar("Told")


@dataclass(frozen=True)
class Break:
    """A place where the chain of a subject does not hold, and why."""

    subject: str
    sequence: int
    reason: str

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence}: {self.reason}"


def find_breaks(events: Iterable[AuditEvent]) -> Iterator[Break]:
    """Yield every break in ``events``, which must come ordered by subject and sequence.

    A chain cannot show that its newest events were cut off; compare with a digest kept elsewhere for that.
    """
    subject, sequence, previous = "", 0, ""
    for event in events:
        if event.subject != subject:
            subject, sequence, previous = event.subject, 0, ""
        if event.sequence != sequence + 1:
            yield Break(subject, event.sequence, f"event {sequence + 1} is missing or out of place")
        elif event.previous != previous:
            yield Break(subject, event.sequence, "does not follow from the event before it")
        if event_digest(event) != event.digest:
            yield Break(subject, event.sequence, "was changed after it was written")
        sequence, previous = event.sequence, event.digest


def hold_against(
    told: dict[str, Told],
    rows: Iterable[Any],
    what: str,
    differences: Callable[[Any, Told], Iterable[str]],
    *,
    number: Callable[[Any], int] = lambda row: 0,
) -> Iterator[Break]:
    """Yield where ``rows`` (each with a ``subject``) are not what the ledger ``told``, by subject.

    A row that the ledger does not know, and one it knows that is gone, are breaks too. ``what`` names a row
    in them, ``number`` its round or version.
    """
    for row in rows:
        events = told.pop(row.subject, None)
        if events is None:
            yield Break(row.subject, 0, f"the ledger tells of no such {what}")
        else:
            yield from (Break(row.subject, number(row), one) for one in differences(row, events))
    yield from (Break(subject, 0, f"the {what} that the ledger tells of is gone") for subject in sorted(told))
