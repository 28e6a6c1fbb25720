"""Are submissions and decisions those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Submission
from governance.services.freezing import review_digest_of
from governance.workflow import DECISIONS, Status
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.salting import salted_digest
from registry.ledger.verifying import Break, hold_against
from registry.ledger.writing import SYSTEM

_STATUS_OF = {f"submission.{status}": status for status in Status}
Told = dict[str, dict[str, Any]]


def find_changed_submissions() -> Iterator[Break]:
    """Yield every submission whose state, snapshot, review, vote or reason is not what was recorded."""
    rows = Submission.objects.select_related("entry", "check_run", "submitted_by", "decided_by")
    rows = rows.prefetch_related("votes__voter", "past_rounds").order_by("pk")
    found = rows.iterator(chunk_size=200)
    yield from hold_against(_told(), found, "submission", _differences, number=lambda one: one.round)


def _told() -> dict[str, Told]:
    """By subject, the newest event of each state, in the order in which the states were reached."""
    events = AuditEvent.objects.filter(action__in=_STATUS_OF).order_by("subject", "sequence")
    told: dict[str, Told] = defaultdict(dict)
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        told[subject].pop(action, None)
        told[subject][action] = body | {"actor": actor}
    return told


def _differences(submission: Submission, told: Told) -> Iterator[str]:
    newest, sent = next(reversed(told)), told.get("submission.submitted", {})
    if submission.status != _STATUS_OF[newest]:
        yield "its state was changed"
    if salted_digest(submission.salt, submission.snapshot) != sent.get("snapshot_digest"):
        yield "its snapshot was changed"
    if str(submission.submitted_by.uid) != sent.get("submitted_by", sent.get("actor")):
        yield "who submitted it was changed"
    if submission.review_digest:
        reviewed = told.get("submission.in_review", {}).get("review_digest")
        if not reviewed == submission.review_digest == review_digest_of(submission):
            yield "what was reviewed was changed"
    if submission.status in DECISIONS:
        yield from _decision_differences(submission, told[newest])
    if [one.number for one in submission.past_rounds.all()] != list(range(1, submission.round)):
        yield "an earlier round is gone or was added"
    decided = {vote.round for vote in submission.votes.all()}
    if not set(range(1, submission.round)) <= decided | _ended_by_waivers(submission):
        yield "a vote of an earlier round is gone"


def _ended_by_waivers(submission: Submission) -> set[int]:
    """The rounds that no vote ended: a waiver began or ended while they lasted."""
    if submission.round == 1:
        return set()
    events = AuditEvent.objects.filter(
        subject=submission.subject, action="submission.submitted", actor=SYSTEM
    )
    return {body["round"] - 1 for body in events.values_list("body", flat=True)}


def _decision_differences(submission: Submission, said: dict[str, Any]) -> Iterator[str]:
    if digest(submission.reason) != said.get("reason_digest"):
        yield "the reason of its decision was changed"
    if submission.decided_by is None or str(submission.decided_by.uid) != said.get("actor"):
        yield "who decided was changed"
    until = submission.valid_until.isoformat() if submission.valid_until else ""
    if until != said.get("valid_until"):
        yield "how long its approval counts was changed"
    votes = [vote for vote in submission.votes.all() if vote.round == submission.round]
    found = [(one.verdict, str(one.voter.uid), one.seat, one.review_digest, one.reason) for one in votes]
    seat, reviewed = said.get("seat"), said.get("review_digest")
    if found != [(submission.status, said.get("actor"), seat, reviewed, submission.reason)]:
        yield "its vote was changed"
