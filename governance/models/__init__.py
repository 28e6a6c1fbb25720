"""Judgements."""

from governance.models.assessments import Assessment
from governance.models.charters import CharterChange, CharterStatus
from governance.models.checks import (
    CheckBasis,
    CheckRun,
    CheckStatus,
    CheckVerdict,
    Finding,
    OrganisationCheck,
    Trigger,
)
from governance.models.comments import Comment
from governance.models.conditions import Condition, ConditionState
from governance.models.impact import ImpactMove, ImpactRun
from governance.models.interests import Interest
from governance.models.looks import LastLook
from governance.models.notices import (
    Channel,
    Delivery,
    DeliveryStatus,
    EmailChoice,
    Mute,
    Notice,
    NoticeKind,
    NoticeSettings,
)
from governance.models.overlaps import OverlapDecision, OverlapOutcome, OverlapQuestion
from governance.models.portfolio import PortfolioCheck
from governance.models.readings import Reading
from governance.models.rules import Activation, ActivationStatus, PackVersion, RuleSet
from governance.models.seats import Delegation, Seat
from governance.models.submissions import PastRound, ReviewSeat, Submission
from governance.models.votes import UrgentVoice, Verdict, Vote
from governance.models.waivers import Waiver, WaiverApproval, WaiverStatus

__all__ = [
    "Activation",
    "ActivationStatus",
    "Assessment",
    "Channel",
    "CharterChange",
    "CharterStatus",
    "CheckBasis",
    "CheckRun",
    "CheckStatus",
    "CheckVerdict",
    "Comment",
    "Condition",
    "ConditionState",
    "Delivery",
    "DeliveryStatus",
    "EmailChoice",
    "Delegation",
    "Finding",
    "ImpactMove",
    "ImpactRun",
    "Interest",
    "LastLook",
    "Mute",
    "Notice",
    "NoticeKind",
    "NoticeSettings",
    "OrganisationCheck",
    "OverlapDecision",
    "OverlapOutcome",
    "OverlapQuestion",
    "PackVersion",
    "PastRound",
    "PortfolioCheck",
    "Reading",
    "ReviewSeat",
    "RuleSet",
    "Seat",
    "Submission",
    "Trigger",
    "UrgentVoice",
    "Verdict",
    "Vote",
    "Waiver",
    "WaiverApproval",
    "WaiverStatus",
]
