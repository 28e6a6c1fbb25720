"""Are submissions and decisions those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Submission
from governance.services.freezing import review_digest_of
from governance.workflow import DECISIONS, Status
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break

_STATUS_OF = {f"submission.{status}": status for status in Status}
Told = dict[str, dict[str, Any]]


def find_changed_submissions() -> Iterator[Break]:
    """Yield every submission whose state, snapshot, review, vote or reason is not what was recorded."""
    told = _told()
    rows = Submission.objects.select_related("entry", "check_run").prefetch_related("votes").order_by("pk")
    for submission in rows.iterator(chunk_size=200):
        events = told.pop(submission.subject, None)
        if events is None:
            yield Break(submission.subject, 0, "the ledger tells of no such submission")
            continue
        for difference in _differences(submission, events):
            yield Break(submission.subject, submission.round, difference)
    for subject in sorted(told):
        yield Break(subject, 0, "the submission that the ledger tells of is gone")


def _told() -> dict[str, Told]:
    """By subject, the newest event of each state, in the order in which the states were reached."""
    events = AuditEvent.objects.filter(action__in=_STATUS_OF).order_by("subject", "sequence")
    told: dict[str, Told] = defaultdict(dict)
    for subject, action, body in events.values_list("subject", "action", "body").iterator(chunk_size=2000):
        told[subject].pop(action, None)
        told[subject][action] = body
    return told


def _differences(submission: Submission, told: Told) -> Iterator[str]:
    newest = next(reversed(told))
    if submission.status != _STATUS_OF[newest]:
        yield "its state was changed"
    if digest(submission.snapshot) != told.get("submission.submitted", {}).get("snapshot_digest"):
        yield "its snapshot was changed"
    if submission.review_digest:
        reviewed = told.get("submission.in_review", {}).get("review_digest")
        if not reviewed == submission.review_digest == review_digest_of(submission):
            yield "what was reviewed was changed"
    if submission.status in DECISIONS:
        if told[newest].get("reason_digest") != digest(submission.reason):
            yield "the reason of its decision was changed"
        votes = [vote.verdict for vote in submission.votes.all() if vote.round == submission.round]
        if votes != [submission.status]:
            yield "its vote was changed"
