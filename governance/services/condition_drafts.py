"""The conditions that a vote asks for: whether they can be asked, and keeping them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.models import Condition, Submission, Verdict, Vote
from governance.services.closing import condition_digest
from governance.services.rule_sets import packs_in_force
from policies.conditions import check_rule, read_condition
from policies.errors import PolicyError
from policies.record.derive import add_months
from registry import clock
from registry.ledger.writing import record
from registry.models import Entry, User

MOST = 5
CANT_SEE = "Choose somebody who can see this entry."


class ConditionRefused(ValueError):
    """A condition that can't be set: ``number`` counts from 0, ``field`` is the one to change."""

    def __init__(self, message: str, number: int = 0, field: str = "") -> None:
        super().__init__(message)
        self.number, self.field = number, field


@dataclass(frozen=True)
class Draft:
    """A condition as a vote asks for it; without an ``owner`` it is the team's."""

    text: str
    expression: Mapping[str, Any]
    due_on: date
    owner: User | None = None


def check_drafts(submission: Submission, said: Verdict, drafts: Sequence[Draft]) -> None:
    """Raise ``ConditionRefused`` where these can't be the conditions of a vote that says ``said``."""
    if said is not Verdict.APPROVE_WITH_CONDITIONS:
        if drafts:
            raise ConditionRefused("Only an approval with conditions has conditions.")
        return
    if not drafts:
        raise ConditionRefused("Say on what condition: what has to be so, and by when.")
    if len(drafts) > MOST:
        raise ConditionRefused(f"At most {MOST} conditions: what takes more is not ready to be approved.")
    last = add_months(clock.today(), submission.voting_terms.valid_months)
    for number, draft in enumerate(drafts):
        _check(submission.entry, draft, number, last)


def set_conditions(vote: Vote, drafts: Iterable[Draft]) -> None:
    """Keep what a vote that was just saved asks for."""
    for draft in drafts:
        condition = Condition.objects.create(
            submission=vote.submission,
            round=vote.round,
            vote=vote,
            text=draft.text.strip(),
            expression=dict(draft.expression),
            owner=draft.owner,
            due_on=draft.due_on,
        )
        record("condition.set", condition, by=vote.voter, **summary_of(condition))


def summary_of(condition: Condition) -> dict[str, Any]:
    """What the ledger keeps of it: days and digests, nothing that anybody wrote."""
    return {
        "submission": condition.submission.subject,
        "round": condition.round,
        "seat": condition.vote.seat,
        "condition_digest": condition_digest(condition),
        "due_on": condition.due_on.isoformat(),
    }


def drafts_digests(drafts: Iterable[Draft]) -> list[str]:
    """Of each what ``condition_digest`` will be."""
    return sorted(
        condition_digest(
            Condition(text=one.text.strip(), expression=one.expression, owner=one.owner, due_on=one.due_on)
        )
        for one in drafts
    )


def _check(entry: Entry, draft: Draft, number: int, last: date) -> None:
    if not draft.text.strip():
        raise ConditionRefused("Say in plain words what has to be so.", number, "text")
    if not clock.today() < draft.due_on <= last:
        raise ConditionRefused(
            f"Choose a day after today, and not after {last:%-d %B %Y}: the approval ends then.",
            number,
            "due_on",
        )
    if draft.owner is not None and not _can_own(draft.owner, entry):
        raise ConditionRefused(CANT_SEE, number, "owner")
    try:
        check_rule(read_condition(json.dumps(draft.expression), entry.kind), packs_in_force())
    except PolicyError as problem:
        raise ConditionRefused(str(problem), number, "expression") from problem


def _can_own(person: User, entry: Entry) -> bool:
    return person.is_active and Entry.objects.visible_to(person).filter(pk=entry.pk).exists()
