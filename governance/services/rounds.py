"""Rounds of review that end without a decision, because what they stood on did."""

from governance.models import CheckRun, Submission, Waiver
from governance.services.freezing import keep_round, set_terms, summary_of
from governance.services.transitions import move
from governance.workflow import Actor, Status
from registry import clock
from registry.models import Entry


def send_to_review(submission: Submission) -> None:
    """Have a submission checked and put before the council, once this transaction is committed."""
    from governance.tasks import start_review

    start_review.delay_on_commit(submission.pk)


def is_overtaken(submission: Submission) -> bool:
    """Whether waivers were granted or ended since the check that its reviewers look at."""
    run: CheckRun | None = submission.check_run
    if run is None:
        return False
    granted = (
        Waiver.objects.granted().filter(entry=submission.entry_id).order_by().values_list("pk", flat=True)
    )
    return not run.holds or {use["id"] for use in run.waivers} != {str(pk) for pk in granted}


def reopen_overtaken(entry: Entry | None = None) -> int:
    """Open a new round of each review (of ``entry``) whose waivers changed. Return how many there were.

    What was submitted stays as it was frozen; it is checked again as of today, with the waivers of today.
    To be called in a transaction.
    """
    rows = Submission.objects.awaiting_council().select_related("entry__owner_team", "team", "check_run")
    found = rows.filter(entry=entry) if entry else rows
    locked = found.select_for_update(of=("self",)).order_by("-pk")
    return sum(_reopen(one) for one in locked if is_overtaken(one))


def _reopen(submission: Submission) -> int:
    keep_round(submission)
    submission.round += 1
    submission.as_of, submission.check_run, submission.review_digest = clock.today(), None, ""
    set_terms(submission)
    by = str(submission.submitted_by.uid)
    details = summary_of(submission) | {"submitted_by": by, "why": "A waiver began or ended."}
    move(submission, Status.SUBMITTED, actor=Actor.SYSTEM, by=None, **details)
    send_to_review(submission)
    return 1
