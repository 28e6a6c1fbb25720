"""Judgements."""

from governance.models.assessments import Assessment
from governance.models.checks import (
    CheckBasis,
    CheckRun,
    CheckStatus,
    CheckVerdict,
    Finding,
    OrganisationCheck,
    Trigger,
)
from governance.models.seats import Seat
from governance.models.submissions import PastRound, Submission
from governance.models.votes import Verdict, Vote
from governance.models.waivers import Waiver, WaiverApproval, WaiverStatus

__all__ = [
    "Assessment",
    "CheckBasis",
    "CheckRun",
    "CheckStatus",
    "CheckVerdict",
    "Finding",
    "OrganisationCheck",
    "PastRound",
    "Seat",
    "Submission",
    "Trigger",
    "Verdict",
    "Vote",
    "Waiver",
    "WaiverApproval",
    "WaiverStatus",
]
