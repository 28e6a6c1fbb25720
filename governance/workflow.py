"""The submission's life as one table. ``services.transitions.move`` is the only code that acts on it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.db import models

from policies.record import vocabulary

S = TypeVar("S", bound=models.TextChoices)


class Status(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Actor(StrEnum):
    TEAM = "team"
    SYSTEM = "system"
    COUNCIL = "council"


# From, to: who moves it. A pair that is not here can't happen.
TRANSITIONS: dict[tuple[Status, Status], Actor] = {
    (Status.SUBMITTED, Status.IN_REVIEW): Actor.SYSTEM,
    (Status.SUBMITTED, Status.WITHDRAWN): Actor.TEAM,
    (Status.IN_REVIEW, Status.APPROVED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.CHANGES_REQUESTED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.REJECTED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.WITHDRAWN): Actor.TEAM,
    # A waiver began or ended: what reviewers look at is not what stands, so that a new round begins.
    (Status.IN_REVIEW, Status.SUBMITTED): Actor.SYSTEM,
    (Status.CHANGES_REQUESTED, Status.SUBMITTED): Actor.TEAM,
    (Status.CHANGES_REQUESTED, Status.WITHDRAWN): Actor.TEAM,
}
# What ends an earlier approval, or gives a new one; sending back and withdrawing leave it as it was.
ENDING = frozenset({Status.APPROVED, Status.REJECTED})
OPEN = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED})
DECISIONS = frozenset(end for (_, end), actor in TRANSITIONS.items() if actor is Actor.COUNCIL)
# Statuses that only a checked round can have.
REVIEWED = DECISIONS | {Status.IN_REVIEW}
FINAL = frozenset(Status) - {start for start, _ in TRANSITIONS}


# The stages of an entry that lead on to another one, in order; from the last nothing follows but the end.
STAGES = tuple(str(stage) for stage in vocabulary("lifecycle_stage") if stage != "retired")


def next_stage_of(stage: str | None) -> str | None:
    """The stage after ``stage``; None after the last, for what is retired and where none is said."""
    if stage not in STAGES:
        return None
    after = STAGES[STAGES.index(stage) + 1 :]
    return after[0] if after else None


class TransitionNotAllowed(Exception):
    """The table has no such move for this actor."""


Table = Mapping[tuple[S, S], Actor]


def check_move(moves: Table[S], start: S, end: S, *, actor: Actor, what: str) -> None:
    """Raise ``TransitionNotAllowed`` unless the table lets ``actor`` move ``what`` from one to the other."""
    if moves.get((start, end)) is not actor:
        raise TransitionNotAllowed(f"{what} that is {start.label.lower()} can't become {end.label.lower()}.")


def check_transition(start: Status, end: Status, *, actor: Actor) -> None:
    """The same of a submission."""
    check_move(TRANSITIONS, start, end, actor=actor, what="A submission")
