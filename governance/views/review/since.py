"""What changed since the reviewer's last look, and since the council last approved this entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.disclosure import Disclosure
from governance.models import Submission
from governance.reports.stands import Stand, last_approval, last_look
from governance.views.review.changes import ChangedThing, changes_between


@dataclass(frozen=True)
class Since:
    """``changes`` is empty where nothing that the reader may see is said differently.

    ``is_elsewhere``: it was an earlier submission. ``is_current``: what they saw is what stands.
    """

    at: datetime
    round: int
    submission: int
    is_elsewhere: bool
    is_current: bool
    changes: list[ChangedThing]

    @property
    def count(self) -> int:
        return sum(len(thing.rows) for thing in self.changes)


def since_last_look(user: Any, submission: Submission) -> Since | None:
    return _since(user, submission, last_look(user, submission))


def since_last_approval(user: Any, submission: Submission) -> Since | None:
    return _since(user, submission, last_approval(submission))


def _since(user: Any, submission: Submission, stand: Stand | None) -> Since | None:
    if stand is None:
        return None
    changes: list[ChangedThing] = []
    if stand.snapshot is not None:
        seen = Disclosure(user).snapshot
        old, new = seen(stand.snapshot), seen(submission.snapshot)
        changes = changes_between(user, submission.entry.kind, old, new)
    return Since(
        at=stand.at,
        round=stand.round,
        submission=stand.submission,
        is_elsewhere=stand.submission != submission.pk,
        is_current=stand.snapshot is None,
        changes=changes,
    )
