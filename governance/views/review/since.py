"""What changed since the reviewer's last look, and since the council last approved this entry."""

from dataclasses import dataclass, replace
from typing import Any

from governance.disclosure import Disclosure
from governance.models import Submission
from governance.reports.stands import Stand, last_approval, last_look
from governance.views.names import Names
from governance.views.review.changes import ChangedThing, documents_in, shown_changes, told_between


@dataclass(frozen=True)
class Since:
    """``changes`` is empty where nothing that the reader may see is said differently.

    ``is_elsewhere``: it was an earlier submission. ``is_current``: what they saw is what stands.
    """

    stand: Stand
    is_elsewhere: bool
    changes: list[ChangedThing]

    @property
    def is_current(self) -> bool:
        return self.stand.snapshot is None


def since_look_and_approval(user: Any, submission: Submission) -> tuple[Since | None, Since | None]:
    """Both, each None where there is nothing to compare with; the things in them are named in one go."""
    look, approval = (
        _as_seen(user, stand) for stand in (last_look(user, submission), last_approval(submission))
    )
    kind, new = submission.entry.kind, Disclosure(user).snapshot(submission.snapshot)
    olds = [one.snapshot for one in (look, approval) if one and one.snapshot is not None]
    told = [told_between(kind, old, new) for old in olds]
    compared = [*olds, new] if any(told) else []
    names = Names(user, [one for record in compared for one in documents_in(kind, record)])
    shown = iter([shown_changes(kind, one, new, names) for one in told])
    since_look, since_approval = (
        Since(one, one.submission != submission.pk, next(shown) if one.snapshot is not None else [])
        if one
        else None
        for one in (look, approval)
    )
    return since_look, since_approval


def _as_seen(user: Any, stand: Stand | None) -> Stand | None:
    if stand is None or stand.snapshot is None:
        return stand
    return replace(stand, snapshot=Disclosure(user).snapshot(stand.snapshot))
