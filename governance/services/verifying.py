"""Are submissions and decisions those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from governance.models import Submission
from governance.services.freezing import linked_digest, parties_digest, review_digest_of
from governance.services.voting import votes_digest
from governance.workflow import DECIDED, DECISIONS, ENDED, Status
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.salting import salted_digest
from registry.ledger.verifying import Break, hold_against
from registry.ledger.writing import SYSTEM
from registry.models import Entry, User

_PARTY_ADDED = "submission.party_added"
_STATUS_OF = {f"submission.{status}": status for status in Status}
Told = dict[str, dict[str, Any]]


def find_changed_submissions() -> Iterator[Break]:
    """Yield every submission whose state, snapshot, review, vote or reason is not what was recorded."""
    rows = Submission.objects.select_related("entry", "check_run", "submitted_by", "decided_by")
    rows = rows.prefetch_related(
        "votes__voter",
        "votes__conditions__owner",
        "past_rounds",
        Prefetch("parties", User.objects.order_by().only("uid")),
        Prefetch("linked", Entry.objects.order_by().only("kind", "key")),
    ).order_by("pk")
    found = rows.iterator(chunk_size=200)
    yield from hold_against(_told(), found, "submission", _differences, number=lambda one: one.round)


def _told() -> dict[str, Told]:
    """By subject, the newest event of each state, in the order in which the states were reached.

    Who got a part in it since it was submitted is added to what that event says.
    """
    events = AuditEvent.objects.filter(action__in=[*_STATUS_OF, _PARTY_ADDED])
    events = events.order_by("subject", "sequence")
    told: dict[str, Told] = defaultdict(dict)
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        if action == _PARTY_ADDED:
            sent = told[subject].setdefault("submission.submitted", {})
            sent.setdefault("added", []).append(body["person"])
            continue
        before = told[subject].pop(action, {})
        # Putting in force again is the newest state, of which the decision before it says what it stands on.
        told[subject][action] = before if body.get("reinstated") else body | {"actor": actor}
    return told


def _differences(submission: Submission, told: Told) -> Iterator[str]:
    newest, sent = next(reversed(told)), told.get("submission.submitted", {})
    if submission.status != _STATUS_OF[newest]:
        yield "its state was changed"
    if salted_digest(submission.salt, submission.snapshot) != sent.get("snapshot_digest"):
        yield "its snapshot was changed"
    if str(submission.submitted_by.uid) != sent.get("submitted_by", sent.get("actor")):
        yield "who submitted it was changed"
    if submission.is_appeal != sent.get("appeal", False):
        yield "whether it is an appeal was changed"
    if "terms_digest" in sent and digest(submission.terms) != sent["terms_digest"]:
        yield "the terms of its review were changed"
    parties = parties_digest(submission, without=sent.get("added", ()))
    if "parties_digest" in sent and parties != sent["parties_digest"]:
        yield "who had a part in it was changed"
    if "linked_digest" in sent and linked_digest(submission) != sent["linked_digest"]:
        yield "what was frozen along with it was changed"
    if submission.review_digest:
        reviewed = told.get("submission.in_review", {}).get("review_digest")
        if not reviewed == submission.review_digest == review_digest_of(submission):
            yield "what was reviewed was changed"
    if submission.status in DECIDED:
        yield from _decision_differences(submission, _decision(told))
    if submission.status in ENDED and digest(submission.ended_why) != told[newest].get("why_digest"):
        yield "why its approval ended was changed"
    if [one.number for one in submission.past_rounds.all()] != list(range(1, submission.round)):
        yield "an earlier round is gone or was added"
    decided = {vote.round for vote in submission.votes.all()}
    if not set(range(1, submission.round)) <= decided | _ended_by_waivers(submission):
        yield "a vote of an earlier round is gone"


def _decision(told: dict[str, Any]) -> dict[str, Any]:
    """What the ledger says of the decision itself, whatever became of it."""
    made = [body for action, body in told.items() if _STATUS_OF[action] in DECISIONS]
    return made[-1] if made else {}


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
    counted = [vote for vote in submission.votes.all() if vote.round == submission.round and vote.counted]
    if submission.is_urgent != said.get("urgent", False):
        yield "whether it was approved urgently was changed"
    # Where one seat decided its vote was the decision (see ``verifying_rounds``).
    elif (
        not submission.is_urgent and "seat" not in said and votes_digest(counted) != said.get("votes_digest")
    ):
        yield "its votes were changed"
