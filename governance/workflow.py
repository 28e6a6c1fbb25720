"""The submission's life as one table. ``services.transitions.move`` is the only code that acts on it."""

from collections.abc import Mapping
from enum import Flag, auto
from typing import TypeVar

from django.db import models

from policies.record import vocabulary

S = TypeVar("S", bound=models.TextChoices)


class Status(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Superseded"


class Actor(Flag):
    TEAM = auto()
    SYSTEM = auto()
    COUNCIL = auto()


_SUSPENDING = Actor.COUNCIL | Actor.SYSTEM
# From, to: who moves it. A pair that is not here can't happen.
TRANSITIONS: dict[tuple[Status, Status], Actor] = {
    (Status.SUBMITTED, Status.IN_REVIEW): Actor.SYSTEM,
    (Status.SUBMITTED, Status.WITHDRAWN): Actor.TEAM,
    (Status.IN_REVIEW, Status.APPROVED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.APPROVED_WITH_CONDITIONS): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.CHANGES_REQUESTED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.REJECTED): Actor.COUNCIL,
    (Status.IN_REVIEW, Status.WITHDRAWN): Actor.TEAM,
    # A waiver began or ended: what reviewers look at is not what stands, so that a new round begins.
    (Status.IN_REVIEW, Status.SUBMITTED): Actor.SYSTEM,
    (Status.CHANGES_REQUESTED, Status.SUBMITTED): Actor.TEAM,
    (Status.CHANGES_REQUESTED, Status.WITHDRAWN): Actor.TEAM,
    # What was approved stops to count when a material fact changes, when a holder of a seat that the charter
    # names says so, on its last day, and when the council decides anew.
    (Status.APPROVED, Status.SUSPENDED): _SUSPENDING,
    (Status.APPROVED, Status.REVOKED): Actor.COUNCIL,
    (Status.APPROVED, Status.EXPIRED): Actor.SYSTEM,
    (Status.APPROVED, Status.SUPERSEDED): Actor.SYSTEM,
    (Status.APPROVED_WITH_CONDITIONS, Status.SUSPENDED): _SUSPENDING,
    (Status.APPROVED_WITH_CONDITIONS, Status.REVOKED): Actor.COUNCIL,
    (Status.APPROVED_WITH_CONDITIONS, Status.EXPIRED): Actor.SYSTEM,
    (Status.APPROVED_WITH_CONDITIONS, Status.SUPERSEDED): Actor.SYSTEM,
    (Status.SUSPENDED, Status.APPROVED): Actor.COUNCIL,
    (Status.SUSPENDED, Status.APPROVED_WITH_CONDITIONS): Actor.COUNCIL,
    (Status.SUSPENDED, Status.REVOKED): Actor.COUNCIL,
    (Status.SUSPENDED, Status.EXPIRED): Actor.SYSTEM,
    (Status.SUSPENDED, Status.SUPERSEDED): Actor.SYSTEM,
    # An appeal: the next round begins, and more seats are heard.
    (Status.REJECTED, Status.SUBMITTED): Actor.TEAM,
    (Status.REVOKED, Status.SUBMITTED): Actor.TEAM,
}
# An approval that counts.
IN_FORCE = frozenset({Status.APPROVED, Status.APPROVED_WITH_CONDITIONS})
# What votes come to.
DECISIONS = IN_FORCE | {Status.CHANGES_REQUESTED, Status.REJECTED}
# What became of an approval later.
ENDED = frozenset({Status.SUSPENDED, Status.REVOKED, Status.EXPIRED, Status.SUPERSEDED})
# What a team can appeal against.
APPEALABLE = frozenset({Status.REJECTED, Status.REVOKED})
# What is told of an entry: sending back and withdrawing leave an earlier decision as it was, and what was
# superseded is told by what took its place.
ENDING = IN_FORCE | ENDED - {Status.SUPERSEDED} | {Status.REJECTED}
OPEN = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED})
# Statuses that only a checked round can have, and those that somebody answers for with a reason.
DECIDED = DECISIONS | ENDED
REVIEWED = DECIDED | {Status.IN_REVIEW}
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
    if actor not in moves.get((start, end), Actor(0)):
        raise TransitionNotAllowed(f"{what} that is {start.label.lower()} can't become {end.label.lower()}.")


def check_transition(start: Status, end: Status, *, actor: Actor) -> None:
    """The same of a submission."""
    check_move(TRANSITIONS, start, end, actor=actor, what="A submission")
