"""Judgements."""

from governance.models.checks import CheckRun, CheckStatus, Finding, Trigger
from governance.models.seats import Seat
from governance.models.submissions import Submission, Verdict, Vote

__all__ = ["CheckRun", "CheckStatus", "Finding", "Seat", "Submission", "Trigger", "Verdict", "Vote"]
