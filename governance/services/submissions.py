"""Putting entries before the council, and deciding on them."""

from django.db import IntegrityError, transaction

from governance import permissions
from governance.charter import charter
from governance.models import CheckRun, Submission, Trigger, Verdict, Vote
from governance.models.checks import CheckVerdict
from governance.services.checks import fill_run, findings_of
from governance.services.engine import Checker
from governance.services.transitions import move
from governance.workflow import DECISIONS, Actor, Status, TransitionNotAllowed
from policies.canonical import digest
from policies.record.derive import add_months
from registry import clock
from registry.documents import Register
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
    entry = Entry.objects.select_for_update(of=("self",)).select_related("owner_team").get(pk=entry.pk)
    permissions.check_can_submit(by, entry)
    submission = Submission(entry=entry, submitted_by=by, submitted_at=clock.now(), note=note)
    _freeze(submission)
    try:
        with transaction.atomic():
            submission.save()
    except IntegrityError as error:
        raise AlreadySubmitted(f"{entry} is before the council already.") from error
    record("submission.submitted", submission, by=by, **_frozen(submission))
    _send(submission)
    return submission


@transaction.atomic
def resubmit(submission: Submission, *, by: User, note: str = "") -> Submission:
    """Open the next round with the entry as it is now, after changes were requested."""
    submission = _locked(submission)
    permissions.check_can_submit(by, submission.entry)
    submission.round += 1
    submission.check_run, submission.review_digest = None, ""
    submission.decided_at = submission.decided_by = None
    submission.submitted_by, submission.submitted_at, submission.note = by, clock.now(), note
    _freeze(submission)
    move(submission, Status.SUBMITTED, actor=Actor.TEAM, by=by, **_frozen(submission))
    _send(submission)
    return submission


@transaction.atomic
def withdraw(submission: Submission, *, by: User) -> Submission:
    """Take a submission back before it is decided."""
    submission = _locked(submission)
    permissions.check_can_submit(by, submission.entry)
    return move(submission, Status.WITHDRAWN, actor=Actor.TEAM, by=by)


@transaction.atomic
def start_review(pk: int) -> Submission:
    """Check what was frozen and open the review: nothing unchecked reaches a vote."""
    submission = _locked(Submission(pk=pk))
    if submission.status != Status.SUBMITTED:
        return submission
    checker = Checker(as_of=submission.as_of)
    report = checker.check_record(submission.snapshot, gate="approve")
    run = CheckRun(
        entry=submission.entry,
        revision=submission.revision,
        trigger=Trigger.SUBMISSION,
        gate="approve",
        as_of=submission.as_of,
        queued_at=submission.submitted_at,
    )
    fill_run(run, report)
    run.save()
    run.findings.bulk_create(findings_of(run, report))
    submission.check_run = run
    submission.review_digest = review_digest_of(submission)
    return move(
        submission, Status.IN_REVIEW, actor=Actor.SYSTEM, by=None, review_digest=submission.review_digest
    )


@transaction.atomic
def decide_submission(
    submission: Submission, verdict: Verdict | str, *, by: User, reason: str, seen_digest: str
) -> Submission:
    """Record the vote of the required seat, which decides, with the reason that auditors will read.

    ``seen_digest`` is the review digest the page showed. Raises ``PermissionDenied``, ``StaleReview``,
    ``TransitionNotAllowed`` and ``DecisionBlocked``; ``ValueError`` where the reason is missing.
    """
    submission = _locked(submission)
    to = Status(verdict)
    if to not in DECISIONS:
        raise TransitionNotAllowed(f"{to.label} is not a decision.")
    permissions.check_can_decide(by, submission)
    reason = reason.strip()
    if not reason:
        raise ValueError("Say why: auditors will read it.")
    if seen_digest != submission.review_digest:
        raise StaleReview("This is not what you reviewed: it changed since. Look again before you decide.")
    if to is Status.APPROVED:
        _check_nothing_blocks(submission)
    submission.decided_at, submission.decided_by, submission.reason = clock.now(), by, reason
    if to is Status.APPROVED:
        submission.valid_until = add_months(clock.today(), charter().approval_valid_months)
    move(submission, to, actor=Actor.COUNCIL, by=by, review_digest=submission.review_digest, reason=reason)
    Vote.objects.create(
        submission=submission,
        round=submission.round,
        voter=by,
        seat=submission.required_seat,
        verdict=to,
        reason=reason,
        review_digest=seen_digest,
        at=submission.decided_at,
    )
    return submission


def review_digest_of(submission: Submission) -> str:
    """SHA-256 over all that a reviewer relies on. It changes whenever any of it does."""
    run = submission.check_run
    assert run is not None  # noqa: S101 - a review starts with its check
    return digest(
        {
            "entry": submission.entry.subject,
            "round": submission.round,
            "snapshot": digest(submission.snapshot),
            "packs": run.packs_digest,
            "findings": run.report_digest,
            "waivers": [],
            "charter": submission.charter_digest,
            "as_of": submission.as_of.isoformat(),
        }
    )


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_related("entry__owner_team", "check_run").select_for_update(of=("self",))
    return rows.get(pk=submission.pk)


def _freeze(submission: Submission) -> None:
    entry, rules = submission.entry, charter()
    submission.revision, submission.manifest_digest = entry.revision_count, entry.manifest_digest
    submission.snapshot = Register().record(entry.document)
    submission.as_of = clock.today()
    submission.required_seat, submission.charter_digest = rules.required_seat[entry.kind], rules.digest


def _frozen(submission: Submission) -> dict[str, object]:
    return {
        "entry": submission.entry.subject,
        "revision": submission.revision,
        "manifest_digest": submission.manifest_digest,
        "snapshot_digest": digest(submission.snapshot),
    }


def _check_nothing_blocks(submission: Submission) -> None:
    run = submission.check_run
    if run is None or run.verdict in {CheckVerdict.FAIL, CheckVerdict.GAP, ""}:
        blocking = (
            [] if run is None else [finding.rule_id for finding in run.findings.all() if finding.blocks]
        )
        rules = ", ".join(dict.fromkeys(blocking))
        raise DecisionBlocked(f"This can't be approved while {rules or 'its check'} stands in the way.")


def _send(submission: Submission) -> None:
    from governance.tasks import start_review as start_review_task

    start_review_task.delay_on_commit(submission.pk)
