"""Who is told of which act, and in which words. One row for each state that somebody wants to hear of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from governance.assessing import State
from governance.charter import charter
from governance.models import Assessment, NoticeKind, Seat, Submission, Waiver, WaiverStatus
from governance.services.notices import News, close_asking, tell
from governance.workflow import Status
from policies.record import term_label
from registry.models import AuditEvent, User
from registry.permissions import who_submits

Thing = Any  # a submission, a waiver or an assessment


@dataclass(frozen=True)
class Telling:
    """What is said to whom; ``{...}`` is filled in by ``words``. ``start``: only where it was so before.

    ``council``: what a seat is told goes to the council's channel as well.
    """

    kind: NoticeKind
    who: Callable[[Thing], QuerySet[User]]
    title: str
    text: str
    start: str = ""
    council: bool = False


def _seat_of(thing: Submission | Assessment) -> QuerySet[User]:
    """Who holds a seat that has to be heard, and had no part in what is decided."""
    return _holders(*seats_of(thing)).exclude(pk__in=thing.parties.values("pk"))


def seats_of(thing: Submission | Assessment) -> tuple[str, ...]:
    """The functions of the seats that have to be heard on it."""
    if isinstance(thing, Submission):
        return thing.voting_terms.required
    return (thing.required_seat,) if thing.required_seat else ()


def _waiving(waiver: Waiver) -> QuerySet[User]:
    return _holders(*charter().may_waive).exclude(pk__in=waiver.parties.values("pk"))


def _holders(*functions: str) -> QuerySet[User]:
    return User.objects.filter(pk__in=Seat.objects.serving().filter(function__in=functions).values("holder"))


def team_of(submission: Submission) -> QuerySet[User]:
    """Who submitted it, and who could now."""
    return _asking(submission, Q(pk=submission.submitted_by_id))


def _askers(waiver: Waiver) -> QuerySet[User]:
    return _asking(waiver, Q(pk=waiver.requested_by_id))


def _writers(assessment: Assessment) -> QuerySet[User]:
    return User.objects.filter(pk__in=assessment.writers.values("pk"))


def _asking(thing: Submission | Waiver, who: Q) -> QuerySet[User]:
    return User.objects.filter(who | Q(pk__in=who_submits(thing.entry.owner_team_id).values("user")))


_SUBMISSIONS = {
    Status.IN_REVIEW: Telling(
        NoticeKind.REVIEW,
        _seat_of,
        "{entry} waits for a decision of the {seats}",
        "{team} put it before the council. Round {round}.",
        council=True,
    ),
    Status.WITHDRAWN: Telling(
        NoticeKind.WITHDRAWN,
        _seat_of,
        "{entry} was withdrawn",
        "{team} took it back. The {seats} {have} nothing left to decide.",
        start=Status.IN_REVIEW,
        council=True,
    ),
    Status.SUBMITTED: Telling(
        NoticeKind.NEW_ROUND,
        team_of,
        "{entry} is reviewed anew",
        "A waiver began or ended, so that what the council looked at is not what stands. Round {round} "
        "begins by itself; you need not do anything.",
        start=Status.IN_REVIEW,
    ),
    Status.APPROVED: Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was approved",
        "The council approved it, until {valid_until}.",
    ),
    Status.APPROVED_WITH_CONDITIONS: Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was approved with conditions",
        "The council approved it until {valid_until}, for as long as its conditions are met in time.",
    ),
    Status.SUSPENDED: Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} is suspended",
        "It does not count for now. Its page says why, and what to do.",
        council=True,
    ),
    Status.REVOKED: Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} was revoked",
        "The council took it back, and says why.",
        council=True,
    ),
    Status.EXPIRED: Telling(
        NoticeKind.DECISION,
        team_of,
        "The approval of {entry} has ended",
        "Its time is over. Submit it again, so that the council looks at it as it is today.",
        council=True,
    ),
    Status.CHANGES_REQUESTED: Telling(
        NoticeKind.DECISION,
        team_of,
        "{entry} was sent back for changes",
        "The council says what has to change. Change the entry, then resubmit it.",
    ),
    Status.REJECTED: Telling(
        NoticeKind.DECISION, team_of, "{entry} was rejected", "The council rejected it, and says why."
    ),
}
_WAIVERS = {
    WaiverStatus.ASKED: Telling(
        NoticeKind.WAIVER_ASKED,
        _waiving,
        "A waiver of {rule} is asked for: {entry}",
        "{team} asks to live with it until {expires_on}: {rule_title}.",
        council=True,
    ),
    WaiverStatus.GRANTED: Telling(
        NoticeKind.WAIVER_DECISION,
        _askers,
        "The waiver of {rule} was granted: {entry}",
        "It counts from today until {expires_on}.",
    ),
    WaiverStatus.REJECTED: Telling(
        NoticeKind.WAIVER_DECISION,
        _askers,
        "The waiver of {rule} was rejected: {entry}",
        "The council rejected it, and says why.",
    ),
    WaiverStatus.REVOKED: Telling(
        NoticeKind.WAIVER_DECISION,
        _askers,
        "The waiver of {rule} was revoked: {entry}",
        "It ended today, and the rule counts again. The council says why.",
    ),
}
_ASSESSMENTS = {
    State.SUBMITTED: Telling(
        NoticeKind.ASSESSMENT_ASKED,
        _seat_of,
        "{assessment} waits for approval by the {seats}: {entry}",
        "{team} submitted it.",
        council=True,
    ),
    State.APPROVED: Telling(
        NoticeKind.ASSESSMENT_DECISION,
        _writers,
        "{assessment} was approved: {entry}",
        "It counts until {valid_until}.",
    ),
    State.IN_PROGRESS: Telling(
        NoticeKind.ASSESSMENT_DECISION,
        _writers,
        "{assessment} was sent back: {entry}",
        "The council says what has to change. Change it, then submit it again.",
    ),
}


def submission_moved(submission: Submission, start: Status, *, by: User | None, event: AuditEvent) -> None:
    """Tell of a move that ``event`` records."""
    _tell(_SUBMISSIONS.get(Status(submission.status)), submission, start, by, event)


def waiver_moved(waiver: Waiver, *, by: User | None, event: AuditEvent) -> None:
    """The same of a waiver. What was taken back needs nobody."""
    _tell(_WAIVERS.get(WaiverStatus(waiver.status)), waiver, "", by, event)


def assessment_moved(assessment: Assessment, start: State, *, by: User | None, event: AuditEvent) -> None:
    """The same of an assessment."""
    _tell(_ASSESSMENTS.get(State(assessment.state)), assessment, start, by, event)


def _tell(row: Telling | None, thing: Thing, start: str, by: User | None, event: AuditEvent) -> None:
    close_asking(thing.subject)
    if row is None or row.start not in ("", start):
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
    named = [str(term_label("function", seat)) for seat in seats_of(thing)]
    seat = {
        "seats": f"{' and '.join(named)} seat{'' if len(named) == 1 else 's'}",
        "have": "has" if len(named) == 1 else "have",
    }
    if isinstance(thing, Assessment):
        return said | seat | {"assessment": thing.get_type_display()}
    return said | seat | {"round": str(thing.round)}
