"""Telling people in time which approvals run out, and which of their conditions are due."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from governance.models import Condition, Notice, NoticeKind, Submission
from governance.services.notices import News, tell
from governance.services.recipients import owners_of, team_of
from registry import clock
from registry.models import User

# Days before the last one; who hears of an approval late hears of the nearer day alone.
DAYS_BEFORE: Final = (7, 30)
DAYS_BEFORE_CONDITION: Final = 7
_Due = list[tuple[News, QuerySet[User]]]


def remind_of_expiry() -> int:
    """Tell of each approval that is about to run out, once for each of ``DAYS_BEFORE``. Return how many."""
    found = Submission.objects.in_force().filter(valid_until__range=_days(max(DAYS_BEFORE)))
    ending = found.select_related("entry__owner_team").defer("snapshot")
    return _tell_once([(_runs_out(one, one.valid_until), team_of(one)) for one in ending if one.valid_until])


def remind_of_conditions() -> int:
    """Tell who sees to a condition that is due soon, once. Return how many conditions that were."""
    open_ones = Condition.objects.open().of_approvals()
    due = open_ones.filter(due_on__range=_days(DAYS_BEFORE_CONDITION)).select_related("submission__entry")
    return _tell_once([(_is_due(one), owners_of(one)) for one in due.defer("submission__snapshot")])


def _days(ahead: int) -> tuple[date, date]:
    return clock.today(), clock.today() + timedelta(days=ahead)


def _tell_once(due: _Due) -> int:
    events = [news.event for news, _ in due]
    told = set(Notice.objects.filter(event__in=events).values_list("event", flat=True))
    new = [(news, people) for news, people in due if news.event not in told]
    for news, people in new:
        with transaction.atomic():
            tell(news, people, by=None)
    return len(new)


def _runs_out(submission: Submission, until: date) -> News:
    near = min(days for days in DAYS_BEFORE if until - clock.today() <= timedelta(days=days))
    return News(
        NoticeKind.EXPIRY,
        f"{submission.subject}/runs out {until}/{near}",
        submission.entry,
        submission.subject,
        f"The approval of {submission.entry.title} runs out on {until:%-d %B %Y}",
        "From the day after, it counts as not approved. Submit the entry again in time.",
    )


def _is_due(condition: Condition) -> News:
    submission = condition.submission
    return News(
        NoticeKind.CONDITION,
        f"{condition.subject}/due",
        submission.entry,
        submission.subject,
        f"A condition of the approval of {submission.entry.title} is due on {condition.due_on:%-d %B %Y}",
        "Its page says what has to be so. From the day after, the approval does not count any more.",
    )
