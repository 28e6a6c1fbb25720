"""What a page says of an approval that is suspended, drifts, or runs out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance.disclosure import Disclosure
from governance.models import Condition, Submission
from governance.reports.register import renewable_until
from governance.services.conditions import why_lapsed
from governance.services.expiring import why_expired
from governance.views.endings import EndedBy, ended_by
from governance.views.names import Names
from governance.views.review.changes import ChangedThing, documents_in, shown_changes
from governance.workflow import ENDED, IN_FORCE, Status
from policies.material import material_differences
from registry.documents import Register

if TYPE_CHECKING:
    from governance.reports.standing import StandingSubmission

_TOLD = IN_FORCE | ENDED - {Status.SUPERSEDED}


@dataclass(frozen=True)
class Approval:
    """``changes`` are the material ones since it was approved, as far as the reader may see them.

    ``is_partly_hidden``: more changed in what the reader can't see. ``renew``: it ends soon, or did.
    ``missed``: what ended it, where nobody wrote that down yet; ``ended_by``: who did, where it is.
    """

    submission: "StandingSubmission"
    changes: list[ChangedThing]
    is_partly_hidden: bool
    renew: bool
    missed: Condition | None
    ended_by: EndedBy | None

    @property
    def count(self) -> int:
        return sum(len(thing.rows) for thing in self.changes)

    @property
    def is_suspended(self) -> bool:
        return bool(self.submission.status == Status.SUSPENDED)

    @property
    def is_over(self) -> bool:
        """Its last day is over, whether that was written down already or not."""
        return self.submission.approval == Status.EXPIRED

    @property
    def why_over(self) -> str:
        """What is said of it once it is, in the words that the task which writes it down will use."""
        if self.submission.ended_why:
            return self.submission.ended_why
        return why_lapsed(self.missed) if self.missed else why_expired(self.submission)

    @property
    def drifts(self) -> bool:
        return bool(self.submission.status in IN_FORCE and self.submission.drifts_since and not self.is_over)


def approval_shown(user: Any, submission: "StandingSubmission") -> Approval | None:
    """What there is to say of the approval; None of what is none, and of one that counts as it was given."""
    if submission.status not in _TOLD:
        return None
    changes, hidden = _changes(user, submission) if submission.status == Status.SUSPENDED else ([], False)
    until = submission.valid_until
    missed = _missed(submission)
    stands = submission.status not in {Status.SUSPENDED, Status.REVOKED}
    ends = submission.status == Status.EXPIRED or (until is not None and until <= renewable_until())
    renew = stands and (ends or missed is not None)
    shown = Approval(submission, changes, hidden, renew, missed, ended_by(submission))
    return shown if submission.ended_why or shown.drifts or shown.renew else None


def _missed(submission: Submission) -> Condition | None:
    if submission.status != Status.APPROVED_WITH_CONDITIONS:
        return None
    overdue: Condition | None = submission.conditions.overdue().of_approvals().first()
    return overdue


def _changes(user: Any, submission: Submission) -> tuple[list[ChangedThing], bool]:
    kind, seen = submission.entry.kind, Disclosure(user).snapshot
    old, new = submission.snapshot, Register().record(submission.entry.document)
    shown = seen(old), seen(new)
    told = material_differences(kind, *shown)
    names = Names(user, [one for record in shown for one in documents_in(kind, record)])
    hidden = len(told) < len(material_differences(kind, old, new))
    return shown_changes(kind, told, shown[1], names), hidden
