"""Putting entries before the council, again and again until it has decided."""

from datetime import date, timedelta
from functools import cache as cached

from django.db import IntegrityError, transaction
from django.utils import timezone

from governance import permissions
from governance.charter import terms_of
from governance.models import CheckRun, Submission, Trigger
from governance.services.engine import Checker
from governance.services.freezing import (
    add_linked,
    add_parties,
    freeze,
    keep_round,
    review_digest_of,
    summary_of,
)
from governance.services.refusals import refusals_recorded
from governance.services.results import fill_run, keep_basis, keep_findings, report_for
from governance.services.rounds import send_to_review
from governance.services.rule_sets import keep_rule_set
from governance.services.transitions import locked, move
from governance.services.voting import seat_review
from governance.voters import Bench
from governance.workflow import APPEALABLE, Actor, Status, TransitionNotAllowed
from registry import clock
from registry.ledger.writing import record
from registry.models import Entry, User


class AlreadySubmitted(Exception):
    """The entry has an open submission."""


def submit_entry(entry: Entry, *, by: User, note: str = "") -> Submission:
    """Freeze ``entry`` with all it links to, and have it checked and put before the council.

    Raises ``PermissionDenied``, and ``AlreadySubmitted`` where one is open (the database has the last word).
    """
    with refusals_recorded("submission", entry, by=by):
        # Not the key: a review that starts meanwhile points at the entry and must not wait for this to end.
        rows = Entry.objects.select_for_update(of=("self",), no_key=True).select_related("owner_team")
        entry = rows.get(pk=entry.pk)
        permissions.check_can_submit(by, entry)
        return _submit(entry, by=by, note=note)


def _submit(entry: Entry, *, by: User, note: str) -> Submission:
    submission = Submission(entry=entry, submitted_by=by, submitted_at=clock.now(), note=note.strip())
    freeze(submission)
    try:
        with transaction.atomic():
            submission.save()
    except IntegrityError as error:
        if not Submission.objects.open().filter(entry=entry).exists():
            raise
        raise AlreadySubmitted(f"{entry} is before the council already.") from error
    add_parties(submission, asked_by=by)
    add_linked(submission)
    record("submission.submitted", submission, by=by, round=submission.round, **summary_of(submission))
    send_to_review(submission)
    return submission


def resubmit(submission: Submission, *, by: User, note: str = "") -> Submission:
    """Open the next round with the entry as it is now, after changes were requested.

    Raises ``PermissionDenied`` and ``TransitionNotAllowed``.
    """
    with refusals_recorded("resubmission", submission, by=by):
        submission = locked(submission)
        permissions.check_can_submit(by, submission.entry)
        if submission.status != Status.CHANGES_REQUESTED:
            raise TransitionNotAllowed("Only what was sent back for changes can be resubmitted.")
        return _next_round(submission, by=by, note=note)


def appeal(submission: Submission, *, by: User, grounds: str) -> Submission:
    """Have the council decide once more on what it rejected or revoked, with the seats that hear appeals.

    Raises ``PermissionDenied``; ``TransitionNotAllowed`` where there is nothing to appeal against, or it is
    too late; ``ValueError`` without grounds; ``AlreadySubmitted`` where the entry was submitted anew.
    """
    if not grounds.strip():
        raise ValueError("Say what the council overlooked: it reads this first.")
    with refusals_recorded("appeal", submission, by=by):
        submission = locked(submission)
        permissions.check_can_submit(by, submission.entry)
        check_can_be_appealed(submission)
        submission.is_appeal = True
        return _next_round(submission, by=by, note=grounds)


def check_can_be_appealed(submission: Submission) -> None:
    """Raise ``TransitionNotAllowed`` or ``AlreadySubmitted`` with what stands against an appeal."""
    if submission.status not in APPEALABLE:
        raise TransitionNotAllowed("An appeal is against what the council rejected or revoked.")
    last = last_day_of_appeal(submission)
    if clock.today() > last:
        raise TransitionNotAllowed(f"An appeal was possible until {last:%-d %B %Y}. Submit it anew.")
    if Submission.objects.filter(entry=submission.entry_id, pk__gt=submission.pk).exists():
        raise AlreadySubmitted("This entry was put before the council again since: appeal against that.")


def last_day_of_appeal(submission: Submission) -> date:
    ended = submission.ended_at or submission.decided_at or clock.now()
    return timezone.localdate(ended) + timedelta(days=terms_of(submission).appeal_days)


def _next_round(submission: Submission, *, by: User, note: str) -> Submission:
    keep_round(submission)
    submission.round += 1
    submission.decided_at = submission.decided_by = submission.valid_until = submission.ended_at = None
    submission.reason = submission.ended_why = ""
    submission.submitted_by, submission.submitted_at, submission.note = by, clock.now(), note.strip()
    freeze(submission)
    add_parties(submission, asked_by=by)
    add_linked(submission)
    move(submission, Status.SUBMITTED, actor=Actor.TEAM, by=by, **summary_of(submission))
    send_to_review(submission)
    return submission


def withdraw(submission: Submission, *, by: User) -> Submission:
    """Take a submission back before it is decided. Raises ``PermissionDenied``, ``TransitionNotAllowed``."""
    with refusals_recorded("withdrawal", submission, by=by):
        submission = locked(submission)
        permissions.check_can_submit(by, submission.entry)
        check_can_be_withdrawn(submission)
        return move(submission, Status.WITHDRAWN, actor=Actor.TEAM, by=by)


def check_can_be_withdrawn(submission: Submission) -> None:
    """Raise ``TransitionNotAllowed`` with what stands against taking it back.

    What the council has to answer stands until it does: without an appeal the no that it is against would be
    forgotten, and without its review an urgent approval would be looked at by nobody.
    """
    if not submission.is_open:
        raise TransitionNotAllowed("This is no longer before the council.")
    if submission.is_appeal:
        raise TransitionNotAllowed("An appeal can't be taken back: the council decides on it.")
    if submission.reviews_urgent_id is not None:
        raise TransitionNotAllowed(
            "The review of an urgent approval can't be taken back: all seats have to decide on it."
        )


def can_be_withdrawn(submission: Submission) -> bool:
    """Whether pages offer it to who may submit."""
    try:
        check_can_be_withdrawn(submission)
    except TransitionNotAllowed:
        return False
    return True


def start_review(pk: int) -> Submission:
    """Check what was frozen and open the review: nothing unchecked reaches a vote.

    The engine runs with no lock held; whoever comes second finds the review begun and changes nothing.
    Where the engine can't say anything the submission stays as it is, with the reason in its check.
    """
    submission = Submission.objects.select_related("check_run").get(pk=pk)
    if submission.status != Status.SUBMITTED:
        return submission
    frozen, run = submission.round, submission.check_run or _check_of(submission)
    name = (submission.snapshot["kind"], submission.snapshot["key"])
    checker = Checker(as_of=submission.as_of, about=[name])
    basis = cached(lambda: checker.basis(submission.snapshot, gate="approve"))
    report = report_for(run, lambda: basis().report(checker.packs))
    fill_run(run, report, checker.packs)
    with transaction.atomic():
        submission = locked(submission)
        if submission.status != Status.SUBMITTED or submission.round != frozen:
            return submission
        run.save()
        submission.check_run = run
        if report is None:
            submission.save(update_fields=["check_run"])
            return submission
        keep_findings([(run, report)])
        keep_basis(run, basis())
        keep_rule_set(checker.packs)
        submission.review_digest = found = review_digest_of(submission)
        bench = Bench(submission)
        seat_review(submission, bench.tally([]), bench)
        return move(submission, Status.IN_REVIEW, actor=Actor.SYSTEM, by=None, review_digest=found)


def start_waiting_reviews() -> int:
    """Start the reviews whose task was lost. Return how many there were."""
    waiting = Submission.objects.filter(status=Status.SUBMITTED).order_by("submitted_at", "pk")
    return len([start_review(pk) for pk in waiting.values_list("pk", flat=True)])


def _check_of(submission: Submission) -> CheckRun:
    return CheckRun(
        entry_id=submission.entry_id,
        revision=submission.revision,
        trigger=Trigger.SUBMISSION,
        gate="approve",
        as_of=submission.as_of,
        queued_at=submission.submitted_at,
    )
