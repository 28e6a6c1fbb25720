"""Are the votes and rounds of submissions, those of earlier rounds too, those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Submission, UrgentVoice, Vote
from governance.services.voting import votes_digest
from governance.workflow import DECISIONS
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.salting import salted_digest
from registry.ledger.verifying import Break

_VOTED, _CALLED, _SENT = "submission.voted", "submission.called_urgent", "submission.submitted"
_DECIDED = frozenset(f"submission.{status}" for status in DECISIONS)
Event = dict[str, Any]


def find_changed_rounds() -> Iterator[Break]:
    """Yield where a vote, whether it stands or counted, or what an earlier round stood on was changed."""
    told = _told()
    rows = Submission.objects.defer("snapshot").order_by("pk")
    people = ("votes__voter", "votes__on_behalf_of", "urgent_voices__voter", "past_rounds")
    for submission in rows.prefetch_related(*people).iterator(chunk_size=200):
        events = told.pop(submission.subject, [])
        for reason in (
            *_votes(submission, events),
            *_counted(submission, events),
            *_past(submission, events),
        ):
            yield Break(submission.subject, submission.round, reason)


def _told() -> dict[str, list[Event]]:
    """By subject, its events in order."""
    events = AuditEvent.objects.filter(action__in=[_VOTED, _CALLED, _SENT, *_DECIDED])
    told: dict[str, list[Event]] = defaultdict(list)
    rows = events.order_by("subject", "sequence").values("subject", "action", "actor", "body")
    for row in rows.iterator(chunk_size=2000):
        told[row["subject"]].append(dict(row))
    return told


def _votes(submission: Submission, events: list[Event]) -> Iterator[str]:
    said = [_said_of(one) for one in events if one["action"] == _VOTED or _is_of_one_seat(one)]
    # What the same person says later in a round takes the place of what they said before.
    last = {(one["round"], one["voter"]): place for place, one in enumerate(said)}
    for place, one in enumerate(said):
        one["stands"] = last[one["round"], one["voter"]] == place
    found = [_said_in(vote) for vote in submission.votes.all()]
    if sorted(said, key=str) != sorted(found, key=str):
        yield "a vote was changed, slipped in or taken away"
    called = [
        (one["actor"], one["body"]["round"], one["body"]["seat"], one["body"]["reason_digest"])
        for one in events
        if one["action"] == _CALLED
    ]
    if sorted(called) != sorted(_called_in(voice) for voice in submission.urgent_voices.all()):
        yield "who called it urgent, or why, was changed"


def _said_of(event: Event) -> dict[str, Any]:
    body = event["body"]
    names = ("round", "seat", "review_digest", "reason_digest")
    return {name: body[name] for name in names} | {
        "voter": event["actor"],
        "verdict": body.get("verdict", event["action"].removeprefix("submission.")),
        "on_behalf_of": body.get("on_behalf_of", ""),
        "is_alternate": body.get("is_alternate", False),
    }


def _said_in(vote: Vote) -> dict[str, Any]:
    return {
        "round": vote.round,
        "seat": vote.seat,
        "review_digest": vote.review_digest,
        "reason_digest": digest(vote.reason),
        "voter": str(vote.voter.uid),
        "verdict": vote.verdict,
        "on_behalf_of": str(vote.on_behalf_of.uid) if vote.on_behalf_of else "",
        "is_alternate": vote.is_alternate,
        "stands": vote.stands,
    }


def _called_in(voice: UrgentVoice) -> tuple[str, int, str, str]:
    return str(voice.voter.uid), voice.round, voice.seat, digest(voice.reason)


def _is_of_one_seat(event: Event) -> bool:
    """Before charters had several seats the vote was the decision, and had no event of its own."""
    return event["action"] in _DECIDED and "seat" in event["body"]


def _counted(submission: Submission, events: list[Event]) -> Iterator[str]:
    """A round that nothing is told of has no decision, so that none of its votes counted."""
    made = [one for one in events if one["action"] in _DECIDED]
    told = {
        one["body"]["round"]: one["body"]["votes_digest"] for one in made if "votes_digest" in one["body"]
    }
    past = {one["body"]["round"] for one in made if _is_of_one_seat(one)}
    counted: dict[int, list[Vote]] = {number: [] for number in told}
    for vote in submission.votes.all():
        if vote.counted:
            counted.setdefault(vote.round, []).append(vote)
    if any(number not in past and votes_digest(said) != told.get(number) for number, said in counted.items()):
        yield "which votes a decision rests on was changed"


def _past(submission: Submission, events: list[Event]) -> Iterator[str]:
    sent = {one["body"]["round"]: one["body"] for one in events if one["action"] == _SENT}
    decided = {one["body"]["round"]: one["body"] for one in events if one["action"] in _DECIDED}
    for past in submission.past_rounds.all():
        if past.reason and digest(past.reason) != decided.get(past.number, {}).get("reason_digest"):
            yield f"why round {past.number} was decided as it was has been changed"
        told = sent.get(past.number, {})
        found = {
            "snapshot_digest": salted_digest(past.salt, past.snapshot),
            "terms_digest": digest(past.terms),
        }
        if any(told[name] != said for name, said in found.items() if name in told):
            yield f"what round {past.number} stood on was changed"
