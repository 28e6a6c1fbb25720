"""The life of one version of an assessment as one table; ``services.assessments`` acts on it."""

from django.db import models

from governance.workflow import Actor, check_move


class State(models.TextChoices):
    IN_PROGRESS = "in_progress", "Being written"
    SUBMITTED = "submitted", "Waiting for approval"
    APPROVED = "approved", "Approved"
    REPLACED = "replaced", "Replaced by a newer version"
    WITHDRAWN = "withdrawn", "Withdrawn"


# From, to: who moves it. A pair that is not here can't happen.
MOVES: dict[tuple[State, State], Actor] = {
    (State.IN_PROGRESS, State.SUBMITTED): Actor.TEAM,
    (State.IN_PROGRESS, State.WITHDRAWN): Actor.TEAM,
    (State.SUBMITTED, State.WITHDRAWN): Actor.TEAM,
    (State.SUBMITTED, State.IN_PROGRESS): Actor.COUNCIL,
    (State.SUBMITTED, State.APPROVED): Actor.COUNCIL,
    (State.APPROVED, State.REPLACED): Actor.SYSTEM,
}
OPEN_STATES = frozenset({State.IN_PROGRESS, State.SUBMITTED})
# What was approved once: its answers never change again.
FROZEN_STATES = frozenset({State.APPROVED, State.REPLACED})


def check_step(start: State, end: State, *, actor: Actor) -> None:
    """Raise ``TransitionNotAllowed`` unless the table lets ``actor`` move from ``start`` to ``end``."""
    check_move(MOVES, start, end, actor=actor, what="An assessment")
