"""What an appeal is against: what the council decided before, why, and by which seats."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import PastRound, Submission, Vote
from governance.views.endings import EndedBy, ended_before
from governance.workflow import APPEALABLE


@dataclass(frozen=True)
class Appealed:
    """``votes`` are those that the decision rests on; ``ended_by`` is who revoked what they approved."""

    round: PastRound
    votes: tuple[Vote, ...]
    ended_by: EndedBy | None


def appealed_against(
    submission: Submission, rounds: Iterable[PastRound], votes: Iterable[Vote]
) -> Appealed | None:
    """``rounds`` and ``votes`` are those of the submission; None for what is no appeal."""
    against = [one for one in rounds if one.status in APPEALABLE] if submission.is_appeal else []
    if not against:
        return None
    last = max(against, key=lambda one: one.number)
    counted = tuple(one for one in votes if one.counted and one.round == last.number)
    return Appealed(last, counted, ended_before(last))
