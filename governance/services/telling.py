"""Telling of acts, in the transaction of each. Who hears of which, and in which words: ``services.told``."""

from collections.abc import Iterable

from governance.assessing import State
from governance.models import (
    Activation,
    ActivationStatus,
    Assessment,
    CharterChange,
    CharterStatus,
    Comment,
    Condition,
    ConditionState,
    Delegation,
    NoticeKind,
    OverlapQuestion,
    Submission,
    Waiver,
    WaiverStatus,
)
from governance.services.notices import News, close_asking, tell
from governance.services.recipients import (
    bench_of,
    heard_on,
    in_conversation,
    owners_of,
    second_voices,
    team_of,
)
from governance.services.told import (
    ASSESSMENTS,
    CHARTERS,
    LAPSED,
    QUESTION_ANSWERED,
    QUESTION_ASKED,
    QUESTION_CLOSED,
    RULES,
    SUBMISSIONS,
    WAIVERS,
    Telling,
    Thing,
)
from governance.voters import Bench
from governance.workflow import Status
from policies.record import term_label
from registry.models import AuditEvent, User


def submission_moved(submission: Submission, start: Status, *, by: User | None, event: AuditEvent) -> None:
    """Tell of a move that ``event`` records."""
    to = Status(submission.status)
    row = SUBMISSIONS.get((start, to)) or SUBMISSIONS.get(("", to))
    if to is Status.EXPIRED and submission.conditions.filter(state=ConditionState.MISSED).exists():
        row = LAPSED
    _tell(row, submission, by, event)


def heard_anew(submission: Submission, bench: Bench) -> None:
    """Tell who is heard for a seat that has to be, and was not told in this round: people and seats change.

    It counts as the same event as the beginning of the round, so that nobody is told twice.
    """
    began = AuditEvent.objects.filter(subject=submission.subject, action=f"submission.{Status.IN_REVIEW}")
    event = began.latest("sequence")
    voted = submission.votes.standing().order_by().values("voter")
    seats = submission.review_seats.filter(is_required=True).values_list("function", flat=True)
    said = words(submission) | _seats_in_words(seats)
    news = News(
        NoticeKind.REVIEW,
        f"{event.subject}/{event.sequence}",
        submission.entry,
        submission.subject,
        "{entry} waits for a decision of the {seats}".format(**said),
        "You are heard on it now: who else was, or their seat, changed. Round {round}.".format(**said),
    )
    tell(news, heard_on(submission, bench).exclude(pk__in=voted), by=None)


def called_urgent(submission: Submission, *, by: User, event: AuditEvent) -> None:
    """Tell who could be the second to say that it can't wait."""
    news = News(
        NoticeKind.REVIEW,
        f"{event.subject}/{event.sequence}",
        submission.entry,
        submission.subject,
        f"{submission.entry.title} is said not to be able to wait",
        "If a second person with a seat that may says so too, it is approved at once for some days, and "
        "reviewed in them. Its page says why it can't wait.",
    )
    tell(news, second_voices(submission), by=by, council=True)


def vote_lent(loan: Delegation, *, by: User, event: AuditEvent) -> None:
    """Tell the delegate; what waits for the seat they are told of as others are."""
    news = News(
        NoticeKind.LOAN,
        f"{event.subject}/{event.sequence}",
        None,
        loan.subject,
        f"You vote for the {loan.seat.get_function_display()} seat until {loan.until:%-d %B %Y}",
        f"{loan.seat.holder} lent you the vote. What waits for the seat is in your inbox.",
    )
    tell(news, User.objects.filter(pk=loan.delegate_id), by=by)


def condition_met(condition: Condition, *, event: AuditEvent) -> None:
    """Tell who sees to it that it closed by itself. What is missed is told with the approval that it ends."""
    submission = condition.submission
    news = News(
        NoticeKind.CONDITION,
        f"{event.subject}/{event.sequence}",
        submission.entry,
        submission.subject,
        f"A condition of the approval of {submission.entry.title} is met",
        "Nothing more is to do for it. Its page says what was seen, and whether others are open.",
    )
    tell(news, owners_of(condition), by=None)


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


def comment_added(comment: Comment, *, by: User, event: AuditEvent) -> None:
    """Tell everybody with a part in the submission; what was said stands on its page alone."""
    submission, thread = comment.submission, comment.answers_id or comment.pk
    what = "a comment" if comment.answers_id is None else "an answer to a comment"
    news = News(
        NoticeKind.COMMENT,
        f"{event.subject}/{event.sequence}",
        submission.entry,
        submission.subject,
        f"There is {what} on {submission.entry.title}",
        "Read it where it was written, and answer it there.",
        place=f"c-{thread}",
    )
    tell(news, in_conversation(comment), by=by)


def question_moved(question: OverlapQuestion, *, by: User, event: AuditEvent) -> None:
    """Tell the council what a team asks about what it can't see, and the team that it was answered."""
    row = QUESTION_CLOSED if question.reason else QUESTION_ANSWERED
    if question.answered_at is None:
        row = QUESTION_ASKED
    _tell(row, question, by, event)


def rules_moved(change: Activation, *, by: User, event: AuditEvent) -> None:
    """Tell the council of a change of the rules, proposed or decided on."""
    _tell(RULES[ActivationStatus(change.status)], change, by, event)


def charter_moved(change: CharterChange, *, by: User, event: AuditEvent) -> None:
    """The same of the charter."""
    _tell(CHARTERS[CharterStatus(change.status)], change, by, event)


def waiver_moved(waiver: Waiver, *, by: User | None, event: AuditEvent) -> None:
    """The same of a waiver. What was taken back needs nobody."""
    _tell(WAIVERS.get(WaiverStatus(waiver.status)), waiver, by, event)


def assessment_moved(assessment: Assessment, *, by: User | None, event: AuditEvent) -> None:
    """The same of an assessment."""
    _tell(ASSESSMENTS.get(State(assessment.state)), assessment, by, event)


def _tell(row: Telling | None, thing: Thing, by: User | None, event: AuditEvent) -> None:
    close_asking(thing.subject)
    if row is None:
        return
    said = {} if isinstance(thing, Activation | CharterChange) else words(thing)
    news = News(
        row.kind,
        f"{event.subject}/{event.sequence}",
        getattr(thing, "entry", None),
        thing.subject,
        row.title.format(**said),
        row.text.format(**said),
        place="alike" if isinstance(thing, OverlapQuestion) else "",
    )
    tell(news, row.who(thing), by=by, council=row.council)


def words(thing: Thing) -> dict[str, str]:
    """What can be said of a thing in a notice: its name, and nothing of its content."""
    said = {"entry": thing.entry.title, "team": str(thing.entry.owner_team)}
    for name in ("valid_until", "expires_on"):
        if day := getattr(thing, name, None):
            said[name] = f"{day:%-d %B %Y}"
    if isinstance(thing, OverlapQuestion):
        return said
    if isinstance(thing, Waiver):
        return said | {"rule": thing.rule_id, "rule_title": thing.rule_title}
    is_submission = isinstance(thing, Submission)
    functions = thing.voting_terms.required if is_submission else filter(None, [thing.required_seat])
    seat = _seats_in_words(functions)
    if isinstance(thing, Assessment):
        return said | seat | {"assessment": thing.get_type_display()}
    return said | seat | {"round": str(thing.round)}


def _seats_in_words(functions: Iterable[str]) -> dict[str, str]:
    named = [str(term_label("function", seat)) for seat in functions]
    return {
        "seats": f"{' and '.join(named)} seat{'' if len(named) == 1 else 's'}",
        "have": "has" if len(named) == 1 else "have",
    }
