"""Who is told of what a thing became, and in which words. One row for each state that somebody hears of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from governance.assessing import State
from governance.models import ActivationStatus, CharterStatus, NoticeKind, WaiverStatus
from governance.services.recipients import (
    askers,
    asking_team,
    bench_of,
    council,
    deciders,
    team_and_owners,
    team_of,
    writers,
)
from governance.workflow import Status
from registry.models import User

Thing = Any  # a submission, a waiver, an assessment, a question, or a change of the rules or the charter


@dataclass(frozen=True)
class Telling:
    """What is said to whom; ``{...}`` is filled in by ``telling.words``.

    ``council``: what a seat is told goes to the council's channel as well.
    """

    kind: NoticeKind
    who: Callable[[Thing], QuerySet[User]]
    title: str
    text: str
    council: bool = False


_COUNTS_AGAIN = Telling(
    NoticeKind.DECISION,
    team_of,
    "The approval of {entry} counts again",
    "The council put it in force again, until {valid_until}.",
    council=True,
)
LAPSED = Telling(
    NoticeKind.DECISION,
    team_and_owners,
    "The approval of {entry} has ended",
    "A condition of it was not met in time: its page says which. Meet it, then submit it again, so that the "
    "council looks at it as it is today.",
    council=True,
)
# From ("" for wherever it comes from), to.
SUBMISSIONS = {
    ("", Status.IN_REVIEW): Telling(
        NoticeKind.REVIEW,
        bench_of,
        "{entry} waits for a decision of the {seats}",
        "{team} put it before the council. Round {round}.",
        council=True,
    ),
    (Status.IN_REVIEW, Status.WITHDRAWN): Telling(
        NoticeKind.WITHDRAWN,
        bench_of,
        "{entry} was withdrawn",
        "{team} took it back. The {seats} {have} nothing left to decide.",
        council=True,
    ),
    (Status.IN_REVIEW, Status.SUBMITTED): Telling(
        NoticeKind.NEW_ROUND,
        team_of,
        "{entry} is reviewed anew",
        "A waiver began or ended, so that what the council looked at is not what stands. Round {round} "
        "begins by itself; you need not do anything.",
    ),
    ("", Status.APPROVED): Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was approved",
        "The council approved it, until {valid_until}.",
    ),
    ("", Status.APPROVED_WITH_CONDITIONS): Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was approved with conditions",
        "The council approved it until {valid_until}, for as long as its conditions are met in time.",
    ),
    ("", Status.SUSPENDED): Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} is suspended",
        "It does not count for now. Its page says why, and what to do.",
        council=True,
    ),
    ("", Status.REVOKED): Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} was revoked",
        "The council took it back, and says why.",
        council=True,
    ),
    ("", Status.EXPIRED): Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} has ended",
        "Its time is over. Submit it again, so that the council looks at it as it is today.",
        council=True,
    ),
    ("", Status.CHANGES_REQUESTED): Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was sent back for changes",
        "The council says what has to change. Change the entry, then resubmit it.",
    ),
    ("", Status.REJECTED): Telling(
        NoticeKind.DECISION, team_of, "{entry} was rejected", "The council rejected it, and says why."
    ),
    (Status.SUSPENDED, Status.APPROVED): _COUNTS_AGAIN,
    (Status.SUSPENDED, Status.APPROVED_WITH_CONDITIONS): _COUNTS_AGAIN,
}
WAIVERS = {
    WaiverStatus.ASKED: Telling(
        NoticeKind.WAIVER_ASKED,
        deciders,
        "A waiver of {rule} is asked for: {entry}",
        "{team} asks to live with it until {expires_on}: {rule_title}.",
        council=True,
    ),
    WaiverStatus.GRANTED: Telling(
        NoticeKind.WAIVER_DECISION,
        askers,
        "The waiver of {rule} was granted: {entry}",
        "It counts from today until {expires_on}.",
    ),
    WaiverStatus.REJECTED: Telling(
        NoticeKind.WAIVER_DECISION,
        askers,
        "The waiver of {rule} was rejected: {entry}",
        "The council rejected it, and says why.",
    ),
    WaiverStatus.REVOKED: Telling(
        NoticeKind.WAIVER_DECISION,
        askers,
        "The waiver of {rule} was revoked: {entry}",
        "It ended today, and the rule counts again. The council says why.",
    ),
}
ASSESSMENTS = {
    State.SUBMITTED: Telling(
        NoticeKind.ASSESSMENT_ASKED,
        deciders,
        "{assessment} waits for approval by the {seats}: {entry}",
        "{team} submitted it.",
        council=True,
    ),
    State.APPROVED: Telling(
        NoticeKind.ASSESSMENT_DECISION,
        writers,
        "{assessment} was approved: {entry}",
        "It counts until {valid_until}.",
    ),
    State.IN_PROGRESS: Telling(
        NoticeKind.ASSESSMENT_DECISION,
        writers,
        "{assessment} was sent back: {entry}",
        "The council says what has to change. Change it, then submit it again.",
    ),
}
QUESTION_ASKED = Telling(
    NoticeKind.OVERLAP,
    council,
    "{team} asks about something like {entry}",
    "They can't see what it is. Whoever of the council decides on the two answers them.",
    council=True,
)
QUESTION_ANSWERED = Telling(
    NoticeKind.OVERLAP,
    asking_team,
    "The council answered what you asked about {entry}",
    "It decided on what looks like it. The page says what still looks alike, and how it is checked now.",
)
QUESTION_CLOSED = Telling(
    NoticeKind.OVERLAP,
    asking_team,
    "The council answered what you asked about {entry}",
    "It decided on no pair. The page says what it has to tell you.",
)
RULES = {
    ActivationStatus.PROPOSED: Telling(
        NoticeKind.RULES,
        council,
        "A change of the rules is proposed",
        "Nothing changes before somebody else activates it. Its page says what it would change.",
        council=True,
    ),
    ActivationStatus.ACTIVATED: Telling(
        NoticeKind.RULES,
        council,
        "A change of the rules is in force",
        "Everything is checked again. Its page says what changed, and why.",
        council=True,
    ),
    ActivationStatus.REJECTED: Telling(
        NoticeKind.RULES,
        council,
        "A change of the rules was rejected",
        "The rules stay as they were. Its page says why.",
    ),
    ActivationStatus.WITHDRAWN: Telling(
        NoticeKind.RULES,
        council,
        "A proposed change of the rules was withdrawn",
        "The rules stay as they were, and nothing is left to decide.",
    ),
}
CHARTERS = {
    CharterStatus.PROPOSED: Telling(
        NoticeKind.CHARTER,
        council,
        "Another charter is proposed",
        "Nothing changes before somebody else adopts it. Its page says what would be different.",
        council=True,
    ),
    CharterStatus.ADOPTED: Telling(
        NoticeKind.CHARTER,
        council,
        "Another charter is in force",
        "It holds for rounds that begin from now on; rounds under way keep their terms.",
        council=True,
    ),
    CharterStatus.REJECTED: Telling(
        NoticeKind.CHARTER,
        council,
        "A proposed charter was rejected",
        "The charter stays as it was. Its page says why.",
    ),
    CharterStatus.WITHDRAWN: Telling(
        NoticeKind.CHARTER,
        council,
        "A proposed charter was withdrawn",
        "The charter stays as it was, and nothing is left to decide.",
    ),
}
