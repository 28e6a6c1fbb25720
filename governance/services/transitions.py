"""The one function that moves a submission."""

from typing import Any

from governance.models import Submission
from governance.services.closing import drop_conditions
from governance.services.telling import submission_moved
from governance.workflow import Actor, Status, check_transition
from registry.ledger.writing import record
from registry.models import User


def locked(submission: Submission) -> Submission:
    """The same row, held until the transaction ends: whoever else wants to move it waits."""
    rows = Submission.objects.select_related("entry__owner_team", "team", "check_run")
    return rows.select_for_update(of=("self",)).get(pk=submission.pk)


def move(submission: Submission, to: Status, *, actor: Actor, by: User | None, **details: Any) -> Submission:
    """Move a locked ``submission`` on and record who did it in the same breath.

    Raises ``TransitionNotAllowed`` where the table has no such move.
    """
    start = Status(submission.status)
    check_transition(start, to, actor=actor)
    submission.status = to
    drop_conditions(submission, to)
    submission.save()
    event = record(
        f"submission.{to}", submission, by=by, **{"from": str(start), "round": submission.round, **details}
    )
    submission_moved(submission, start, by=by, event=event)
    return submission
