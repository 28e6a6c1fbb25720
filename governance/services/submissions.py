"""Putting entries before the council, and deciding on them."""

from datetime import date
from functools import cache as cached

from django.db import IntegrityError, transaction

from governance import permissions
from governance.charter import charter
from governance.models import CheckRun, CheckVerdict, Submission, Trigger, Verdict, Vote
from governance.services.checks import send_checks
from governance.services.engine import Checker
from governance.services.freezing import add_parties, freeze, keep_round, review_digest_of, summary_of
from governance.services.refusals import refusals_recorded
from governance.services.results import fill_run, findings_of, keep_basis, report_for
from governance.services.rounds import is_overtaken, send_to_review
from governance.services.rule_sets import keep_rule_set
from governance.services.seats import hold_seats
from governance.services.transitions import move
from governance.workflow import DECISIONS, ENDING, Actor, Status, TransitionNotAllowed, check_transition
from policies.canonical import digest
from policies.record.derive import add_months
from registry import clock
from registry.ledger.writing import record
from registry.models import Entry, User


class AlreadySubmitted(Exception):
    """The entry has an open submission."""


class StaleReview(Exception):
    """What the reviewer saw is not what stands."""


class DecisionBlocked(Exception):
    """The findings do not let this decision be made."""


@transaction.atomic
def submit_entry(entry: Entry, *, by: User, note: str = "") -> Submission:
    """Freeze ``entry`` with all it links to, and have it checked and put before the council.

    Raises ``PermissionDenied``, and ``AlreadySubmitted`` where one is open (the database has the last word).
    """
    # Not the key: a review that starts meanwhile points at the entry and must not wait for this to end.
    rows = Entry.objects.select_for_update(of=("self",), no_key=True).select_related("owner_team")
    entry = rows.get(pk=entry.pk)
    permissions.check_can_submit(by, entry)
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
    record("submission.submitted", submission, by=by, round=submission.round, **summary_of(submission))
    send_to_review(submission)
    return submission


def resubmit(submission: Submission, *, by: User, note: str = "") -> Submission:
    """Open the next round with the entry as it is now, after changes were requested.

    Raises ``PermissionDenied`` and ``TransitionNotAllowed``.
    """
    with refusals_recorded("resubmission", submission, by=by):
        submission = _locked(submission)
        permissions.check_can_submit(by, submission.entry)
        check_transition(Status(submission.status), Status.SUBMITTED, actor=Actor.TEAM)
        keep_round(submission)
        submission.round += 1
        submission.decided_at = submission.decided_by = None
        submission.reason = ""
        submission.submitted_by, submission.submitted_at, submission.note = by, clock.now(), note.strip()
        freeze(submission)
        move(submission, Status.SUBMITTED, actor=Actor.TEAM, by=by, **summary_of(submission))
        add_parties(submission, asked_by=by)
        send_to_review(submission)
        return submission


def withdraw(submission: Submission, *, by: User) -> Submission:
    """Take a submission back before it is decided. Raises ``PermissionDenied``, ``TransitionNotAllowed``."""
    with refusals_recorded("withdrawal", submission, by=by):
        submission = _locked(submission)
        permissions.check_can_submit(by, submission.entry)
        return move(submission, Status.WITHDRAWN, actor=Actor.TEAM, by=by)


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
    fill_run(run, report)
    with transaction.atomic():
        submission = _locked(submission)
        if submission.status != Status.SUBMITTED or submission.round != frozen:
            return submission
        run.save()
        submission.check_run = run
        if report is None:
            submission.save(update_fields=["check_run"])
            return submission
        run.findings.bulk_create(findings_of(run, report))
        keep_basis(run, basis())
        keep_rule_set(checker.packs)
        submission.review_digest = found = review_digest_of(submission)
        return move(submission, Status.IN_REVIEW, actor=Actor.SYSTEM, by=None, review_digest=found)


def start_waiting_reviews() -> int:
    """Start the reviews whose task was lost. Return how many there were."""
    waiting = Submission.objects.filter(status=Status.SUBMITTED).order_by("submitted_at", "pk")
    return len([start_review(pk) for pk in waiting.values_list("pk", flat=True)])


def decide_submission(
    submission: Submission, verdict: Verdict | str, *, by: User, reason: str, seen_digest: str
) -> Submission:
    """Record the vote of the required seat, which decides, with the reason that auditors will read.

    ``seen_digest`` is the review digest the page showed. Raises ``PermissionDenied``, ``StaleReview``,
    ``TransitionNotAllowed`` and ``DecisionBlocked``; ``ValueError`` where the reason is missing.
    Saying the same once more (a second click, a retry) changes nothing.
    """
    if verdict not in DECISIONS:
        raise TransitionNotAllowed(f"{verdict!s} is not a decision.")
    to, reason = Status(verdict), reason.strip()
    if not reason:
        raise ValueError("Say why: auditors will read it.")
    with refusals_recorded("decision", submission, by=by):
        submission = _locked(submission)
        hold_seats(by)
        permissions.check_can_decide(by, submission)
        if _said_already(submission, to, by=by, reason=reason, seen_digest=seen_digest):
            return submission
        _check_stands(submission, to, seen_digest)
        vote = _vote(submission, to, by=by, reason=reason)
        submission.decided_at, submission.decided_by, submission.reason = vote.at, by, reason
        if to is Status.APPROVED:
            submission.valid_until = _last_day(submission)
        if to in ENDING:
            send_checks([submission.entry], trigger=Trigger.DECISION)
        return move(submission, to, actor=Actor.COUNCIL, by=by, **_basis(submission))


def _last_day(submission: Submission) -> date:
    """As long as the charter lets an approval count, and no longer than the waivers that it rests on."""
    longest = add_months(clock.today(), charter().approval_valid_months)
    waived_until = submission.check_run.waived_until if submission.check_run else None
    return min(longest, waived_until or longest)


def _check_of(submission: Submission) -> CheckRun:
    return CheckRun(
        entry_id=submission.entry_id,
        revision=submission.revision,
        trigger=Trigger.SUBMISSION,
        gate="approve",
        as_of=submission.as_of,
        queued_at=submission.submitted_at,
    )


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_related("entry__owner_team", "team", "check_run")
    return rows.select_for_update(of=("self",)).get(pk=submission.pk)


def _said_already(submission: Submission, to: Status, *, by: User, reason: str, seen_digest: str) -> bool:
    said = submission.votes.filter(round=submission.round, voter=by, verdict=to, reason=reason)
    return submission.status == to and said.filter(review_digest=seen_digest).exists()


def _check_stands(submission: Submission, to: Status, seen_digest: str) -> None:
    check_transition(Status(submission.status), to, actor=Actor.COUNCIL)
    if seen_digest != submission.review_digest or is_overtaken(submission):
        raise StaleReview("This is not what you reviewed: it changed since. Look again before you decide.")
    if to is Status.APPROVED:
        _check_nothing_blocks(submission)


def _check_nothing_blocks(submission: Submission) -> None:
    run = submission.check_run
    if run is None or run.verdict not in {CheckVerdict.PASS, CheckVerdict.CONDITIONAL}:
        rules = run.findings.filter(blocks=True).values_list("rule_id", flat=True) if run else []
        named = ", ".join(dict.fromkeys(rules))
        raise DecisionBlocked(f"This can't be approved while {named or 'its check'} stands in the way.")


def _vote(submission: Submission, verdict: Status, *, by: User, reason: str) -> Vote:
    return Vote.objects.create(
        submission=submission,
        round=submission.round,
        voter=by,
        seat=submission.required_seat,
        verdict=verdict,
        reason=reason,
        review_digest=submission.review_digest,
        at=clock.now(),
    )


def _basis(submission: Submission) -> dict[str, str]:
    """What the ledger says of a decision. A reason may name people, so that only its digest stands there."""
    return {
        "seat": submission.required_seat,
        "review_digest": submission.review_digest,
        "reason_digest": digest(submission.reason),
        "valid_until": submission.valid_until.isoformat() if submission.valid_until else "",
    }
