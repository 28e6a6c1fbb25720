"""What the council decided, as facts that rules read (the fact kind ``decisions``).

Only the decision that stands is told of an entry: a later yes or no takes the place of an earlier one, while
sending back, withdrawing and an appeal that is not decided yet leave it as it was.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone

from governance.models import Condition, UrgentVoice, Vote
from governance.workflow import APPEALABLE, ENDING, OPEN
from policies.facts import Held
from registry.documents import Register
from registry.manifests import Name
from registry.models import Kind
from registry.prepared import Prepared

Item = dict[str, Any]


class _Vote(NamedTuple):
    """A vote, and what its submission came to."""

    seat: str
    voter: int
    key: str
    submission: int
    status: str
    decided_at: datetime
    valid_until: date | None
    submitted_by: int


_COLUMNS: Final = ("seat", "voter", "submission__entry__key", "submission")
_OF_ROUND: Final = ("status", "decided_at", "valid_until", "submitted_by")
_THAT_STANDS: Final[Mapping[str, Any]] = {"submission__status__in": ENDING, "round": F("submission__round")}
# What is appealed against stands until the appeal is decided.
_APPEALED: Final[Mapping[str, Any]] = {
    "submission__is_appeal": True,
    "submission__status__in": OPEN,
    "submission__past_rounds__status__in": APPEALABLE,
    "round": F("submission__past_rounds__number"),
}


def held_decisions(
    register: Register,
    as_of: date,
    about: Collection[Name] | None = None,
    standing: Mapping[str, Item] | None = None,
) -> Held:
    """The decision that stands on ``as_of``, for each use case that the register's reader may be told of.

    Two queries for the whole portfolio, or for what it is ``about``. A use case on which the council has not
    decided has no items. ``standing`` is what ``decisions_that_stand`` said, for who read it before.
    """
    named = (
        register.keys(Kind.USE_CASE)
        if about is None
        else (key for kind, key in about if kind == Kind.USE_CASE)
    )
    keys = {key for key in named if register.tells(Kind.USE_CASE, key)}
    found = standing
    if found is None:
        found = _standing(_votes() if about is None else _VOTES_ABOUT(*sorted(keys)) if keys else (), as_of)
    # One for all: of most use cases of a large register nothing was decided.
    undecided = {"decisions": _fact(None, as_of)}
    return {
        (Kind.USE_CASE.value, key): {"decisions": _fact(found[key], as_of)} if key in found else undecided
        for key in keys
    }


def decisions_that_stand(as_of: date) -> Mapping[str, Item]:
    """What was decided of each use case, by its key, where something was."""
    return _standing(_votes(), as_of)


def _fact(item: Item | None, as_of: date) -> Item:
    """What stands, and of that what is still to be done: a message can quote what is in no list."""
    if item is None:
        return {"items": []}
    told: Item = {"items": [item], "conditions_open": item["conditions_open"]}
    if due_on := item.get("conditions_due_on"):
        told["conditions_due_on"] = due_on
        told["days_left"] = (date.fromisoformat(due_on) - as_of).days
    return told


def _votes(**entries: Any) -> QuerySet[Any, Any]:
    """What decisions on use cases rest on."""
    of_use_cases = {**entries, "submission__entry__kind": Kind.USE_CASE}
    said = [
        Vote.objects.filter(**of_use_cases, counted=True),
        # What two people approved urgently rests on what these two said, not on votes.
        UrgentVoice.objects.filter(**of_use_cases, submission__is_urgent=True),
    ]
    first, *others = [
        rows.filter(**chosen).order_by().values_list(*_COLUMNS, *(f"{of}__{name}" for name in _OF_ROUND))
        for rows in said
        for chosen, of in ((_THAT_STANDS, "submission"), (_APPEALED, "submission__past_rounds"))
    ]
    return first.union(*others, all=True)


_VOTES_ABOUT = Prepared(lambda *keys: _votes(submission__entry__key__in=keys))


def _standing(votes: Iterable[tuple[Any, ...]], as_of: date) -> Mapping[str, Item]:
    """By the key of the use case. Votes come oldest first, so that the last submission has the last word."""
    found: dict[str, dict[tuple[datetime, int], list[_Vote]]] = {}
    for vote in sorted(map(_Vote._make, votes), key=_decision):
        if timezone.localdate(vote.decided_at) <= as_of:
            found.setdefault(vote.key, {}).setdefault(_decision(vote), []).append(vote)
    standing = {key: list(rounds.values())[-1] for key, rounds in found.items()}
    waiting = _open_conditions(found) if found else {}
    return {key: _item(cast, waiting.get(cast[0].submission, [])) for key, cast in standing.items()}


def _decision(vote: _Vote) -> tuple[datetime, int]:
    return vote.decided_at, vote.submission


_CONDITIONS = Prepared(
    lambda: (
        Condition.objects.open()
        .of_approvals()
        .filter(submission__entry__kind=Kind.USE_CASE)
        .order_by("due_on")
        .values_list("submission", "submission__entry__key", "due_on")
    )
)


def _open_conditions(keys: Collection[str]) -> dict[int, list[date]]:
    """By the submission, the days on which its open conditions are due, the first one first."""
    found: dict[int, list[date]] = {}
    for pk, key, due_on in _CONDITIONS():
        if key in keys:
            found.setdefault(pk, []).append(due_on)
    return found


def _item(cast: Sequence[_Vote], due: Sequence[date]) -> Item:
    """One decision, from the votes of the round that made it and the days of its open conditions."""
    first = cast[0]
    item: Item = {
        "outcome": first.status,
        "decided_on": timezone.localdate(first.decided_at).isoformat(),
        "functions_present": sorted({vote.seat for vote in cast}),
        "proposer_voted": any(vote.voter == vote.submitted_by for vote in cast),
        "conditions_open": len(due),
    }
    if due:
        item["conditions_due_on"] = due[0].isoformat()
    if first.valid_until is not None:
        item["valid_until"] = first.valid_until.isoformat()
    return item
