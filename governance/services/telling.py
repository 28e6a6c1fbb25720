"""Who is told of which act, and in which words. One row for each state that somebody wants to hear of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from governance.assessing import State
from governance.models import Assessment, NoticeKind, Submission, Waiver, WaiverStatus
from governance.services.notices import News, close_asking, tell
from governance.services.recipients import askers, bench_of, seat_of, team_of, waiving, writers
from governance.workflow import Status
from policies.record import term_label
from registry.models import AuditEvent, User

Thing = Any  # a submission, a waiver or an assessment


@dataclass(frozen=True)
class Telling:
    """What is said to whom; ``{...}`` is filled in by ``words``.

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
# From ("" for wherever it comes from), to.
_SUBMISSIONS = {
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
_WAIVERS = {
    WaiverStatus.ASKED: Telling(
        NoticeKind.WAIVER_ASKED,
        waiving,
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
_ASSESSMENTS = {
    State.SUBMITTED: Telling(
        NoticeKind.ASSESSMENT_ASKED,
        seat_of,
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


def submission_moved(submission: Submission, start: Status, *, by: User | None, event: AuditEvent) -> None:
    """Tell of a move that ``event`` records."""
    to = Status(submission.status)
    _tell(_SUBMISSIONS.get((start, to)) or _SUBMISSIONS.get(("", to)), submission, by, event)


def drift_began(submission: Submission, *, event: AuditEvent) -> None:
    """Tell who answers for it, and who approved it, that today's rules would not let it be approved."""
    said = words(submission)
    news = News(
        NoticeKind.DRIFT,
        f"{event.subject}/{event.sequence}",
        submission.entry,
        submission.subject,
        f"{said['entry']} was approved, and fails today's rules",
        "Its approval still counts. See what its findings ask for, and mend it or ask for a waiver.",
    )
    tell(news, team_of(submission) | bench_of(submission), by=None, council=True)


def waiver_moved(waiver: Waiver, *, by: User | None, event: AuditEvent) -> None:
    """The same of a waiver. What was taken back needs nobody."""
    _tell(_WAIVERS.get(WaiverStatus(waiver.status)), waiver, by, event)


def assessment_moved(assessment: Assessment, *, by: User | None, event: AuditEvent) -> None:
    """The same of an assessment."""
    _tell(_ASSESSMENTS.get(State(assessment.state)), assessment, by, event)


def _tell(row: Telling | None, thing: Thing, by: User | None, event: AuditEvent) -> None:
    close_asking(thing.subject)
    if row is None:
        return
    said = words(thing)
    news = News(
        row.kind,
        f"{event.subject}/{event.sequence}",
        thing.entry,
        thing.subject,
        row.title.format(**said),
        row.text.format(**said),
    )
    tell(news, row.who(thing), by=by, council=row.council)


def words(thing: Thing) -> dict[str, str]:
    """What can be said of a thing in a notice: its name, and nothing of its content."""
    said = {"entry": thing.entry.title, "team": str(thing.entry.owner_team)}
    for name in ("valid_until", "expires_on"):
        if day := getattr(thing, name, None):
            said[name] = f"{day:%-d %B %Y}"
    if isinstance(thing, Waiver):
        return said | {"rule": thing.rule_id, "rule_title": thing.rule_title}
    is_submission = isinstance(thing, Submission)
    functions = thing.voting_terms.required if is_submission else filter(None, [thing.required_seat])
    named = [str(term_label("function", seat)) for seat in functions]
    seat = {
        "seats": f"{' and '.join(named)} seat{'' if len(named) == 1 else 's'}",
        "have": "has" if len(named) == 1 else "have",
    }
    if isinstance(thing, Assessment):
        return said | seat | {"assessment": thing.get_type_display()}
    return said | seat | {"round": str(thing.round)}
