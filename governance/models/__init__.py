"""Judgements."""

from governance.models.checks import CheckRun, CheckStatus, CheckVerdict, Finding, Trigger
from governance.models.seats import Seat
from governance.models.submissions import PastRound, Submission
from governance.models.votes import Verdict, Vote

__all__ = [
    "CheckRun",
    "CheckStatus",
    "CheckVerdict",
    "Finding",
    "PastRound",
    "Seat",
    "Submission",
    "Trigger",
    "Verdict",
    "Vote",
]
