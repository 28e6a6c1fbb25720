"""What becomes of an approval: suspended, put in force again, revoked, expired."""

from django.db.models import Q

from governance import permissions
from governance.models import Submission, Trigger
from governance.services.checks import send_checks
from governance.services.material import changes_since, in_words
from governance.services.refusals import refusals_recorded
from governance.services.seats import hold_seats
from governance.services.transitions import locked, move
from governance.workflow import IN_FORCE, Actor, Status, TransitionNotAllowed
from policies.canonical import digest
from registry import clock
from registry.models import AuditEvent, User


def suspend_approval(submission: Submission, *, by: User, reason: str) -> Submission:
    """Let an approval not count from now on, until it is put in force again or decided anew.

    Raises ``PermissionDenied``, ``TransitionNotAllowed``, and ``ValueError`` without a reason.
    """
    return _end(submission, Status.SUSPENDED, by=by, reason=reason, act="suspension")


def revoke_approval(submission: Submission, *, by: User, reason: str) -> Submission:
    """Take an approval back for good. Raises what ``suspend_approval`` raises."""
    return _end(submission, Status.REVOKED, by=by, reason=reason, act="revocation")


def reinstate_approval(submission: Submission, *, by: User, reason: str) -> Submission:
    """Let a suspended approval count again, as it was given and until the day it had.

    Raises what ``suspend_approval`` raises; ``TransitionNotAllowed`` also where that day has passed, or
    something material to it changed since: then only a new submission can be approved; and of an urgent one
    where its review asked for changes.
    """
    said = _said(reason)
    with refusals_recorded("reinstatement", submission, by=by):
        submission = locked(submission)
        hold_seats(by)
        permissions.check_can_suspend(by, submission)
        if submission.status != Status.SUSPENDED:
            raise TransitionNotAllowed("Only what is suspended can be put in force again.")
        if submission.valid_until is not None and submission.valid_until < clock.today():
            raise TransitionNotAllowed(
                f"It counted until {submission.valid_until:%-d %B %Y}. It has to be submitted anew."
            )
        if _was_sent_back(submission):
            raise TransitionNotAllowed(
                "The seats that looked at it afterwards asked for changes: their decision takes its place."
            )
        if changed := changes_since([submission]):
            why = in_words(submission.entry.kind, changed[submission.pk])
            raise TransitionNotAllowed(f"{why} It has to be submitted anew.")
        submission.ended_at, submission.ended_why = None, ""
        told = {**_why(submission, said), "reinstated": True}
        move(submission, _given(submission), actor=Actor.COUNCIL, by=by, **told)
        send_checks([submission.entry], trigger=Trigger.DECISION)
        return submission


def suspend_for(submission: Submission, why: str) -> bool:
    """Suspend the approval because of what happened, whoever did it; False where there is nothing to suspend.

    To be called in a transaction. ``why`` is shown to who may see the submission, and kept as a digest only.
    """
    submission = locked(submission)
    if submission.status not in IN_FORCE:
        return False
    _stop(submission, Status.SUSPENDED, why, by=None)
    return True


def expire_approval(submission: Submission, why: str) -> bool:
    """End an approval whose time is over; False where it ended already. To be called in a transaction."""
    submission = locked(submission)
    if submission.status not in IN_FORCE | {Status.SUSPENDED}:
        return False
    _stop(submission, Status.EXPIRED, why, by=None)
    return True


def _end(submission: Submission, to: Status, *, by: User, reason: str, act: str) -> Submission:
    said = _said(reason)
    with refusals_recorded(act, submission, by=by):
        submission = locked(submission)
        hold_seats(by)
        permissions.check_can_suspend(by, submission)
        if submission.status == to and submission.ended_why == said:
            return submission
        if submission.status not in IN_FORCE | {Status.SUSPENDED}:
            raise TransitionNotAllowed(
                f"It is {submission.get_status_display().lower()}: no approval stands."
            )
        _stop(submission, to, said, by=by)
        return submission


def _stop(submission: Submission, to: Status, why: str, *, by: User | None) -> None:
    """End the approval of a locked ``submission``, and check its entry again; without ``by`` Muster does."""
    submission.ended_at, submission.ended_why = clock.now(), why
    actor = Actor.SYSTEM if by is None else Actor.COUNCIL
    move(submission, to, actor=actor, by=by, **_why(submission, why))
    send_checks([submission.entry], trigger=Trigger.DECISION)


def _was_sent_back(submission: Submission) -> bool:
    """Whether seats asked for changes of what two people had approved urgently."""
    sent_back = Q(status=Status.CHANGES_REQUESTED) | Q(past_rounds__status=Status.CHANGES_REQUESTED)
    return Submission.objects.filter(sent_back, reviews_urgent=submission).exists()


def _given(submission: Submission) -> Status:
    """What was decided, as the ledger has it: in a seat who asked for conditions may have been outvoted."""
    acts = {f"submission.{status}": status for status in IN_FORCE}
    given = AuditEvent.objects.filter(subject=submission.subject, action__in=acts).latest("sequence")
    return acts[given.action]


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Say why: the team and auditors will read it.")
    return reason.strip()


def _why(submission: Submission, why: str) -> dict[str, str]:
    return {"review_digest": submission.review_digest, "why_digest": digest(why)}
