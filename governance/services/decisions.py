"""What the council decided, as facts that rules read (the fact kind ``decisions``).

Only the decision that stands is told of an entry: a later yes or no takes the place of an earlier one, while
sending back and withdrawing leave it as it was.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from governance.models import Vote
from governance.workflow import ENDING
from policies.facts import Held
from registry.documents import Register
from registry.manifests import Name
from registry.models import Kind

Item = dict[str, Any]


def held_decisions(register: Register, as_of: date, about: Collection[Name] | None = None) -> Held:
    """The decision that stands on ``as_of``, for each use case that the register's reader may be told of.

    One query for the whole portfolio, or for what it is ``about``. A use case on which the council has not
    decided has no items.
    """
    names = register.names() if about is None else about
    keys = {key for kind, key in names if kind == Kind.USE_CASE and register.tells(kind, key)}
    votes = Vote.objects.filter(submission__entry__kind=Kind.USE_CASE)
    found = _standing(votes if about is None else votes.filter(submission__entry__key__in=keys), as_of)
    return {(Kind.USE_CASE.value, key): {"decisions": {"items": found.get(key, [])}} for key in keys}


def _standing(votes: QuerySet[Vote], as_of: date) -> Mapping[str, list[Item]]:
    """By the key of the use case. Votes come oldest first, so that the last submission has the last word."""
    votes = votes.filter(submission__status__in=ENDING, round=F("submission__round"))
    votes = votes.select_related("submission__entry")
    found: dict[str, dict[int, list[Vote]]] = {}
    for vote in votes.defer("submission__snapshot").order_by("submission__decided_at", "submission", "at"):
        if timezone.localdate(vote.submission.decided_at) <= as_of:
            found.setdefault(vote.submission.entry.key, {}).setdefault(vote.submission_id, []).append(vote)
    return {key: [_item(list(rounds.values())[-1])] for key, rounds in found.items()}


def _item(votes: Iterable[Vote]) -> Item:
    """One decision, from the votes of the round that made it."""
    cast = list(votes)
    submission = cast[0].submission
    item: Item = {
        "outcome": submission.status,
        "decided_on": timezone.localdate(submission.decided_at).isoformat(),
        "functions_present": sorted({vote.seat for vote in cast}),
        "proposer_voted": any(vote.voter_id == submission.submitted_by_id for vote in cast),
        "conditions_open": 0,
    }
    if submission.valid_until is not None:
        item["valid_until"] = submission.valid_until.isoformat()
    return item
