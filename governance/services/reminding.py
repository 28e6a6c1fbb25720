"""Telling teams in time which of their approvals run out."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from governance.models import Notice, NoticeKind, Submission
from governance.services.notices import News, tell
from governance.services.recipients import team_of
from governance.services.telling import words
from registry import clock

# Days before the last one; who hears of an approval late hears of the nearer day alone.
DAYS_BEFORE: Final = (7, 30)


def remind_of_expiry() -> int:
    """Tell of each approval that is about to run out, once for each of ``DAYS_BEFORE``. Return how many."""
    events = {one: _event(one, one.valid_until) for one in _running_out() if one.valid_until}
    told = set(Notice.objects.filter(event__in=events.values()).values_list("event", flat=True))
    due = [one for one, event in events.items() if event not in told]
    for one in due:
        with transaction.atomic():
            _remind(one, events[one])
    return len(due)


def _running_out() -> list[Submission]:
    """The approvals that stand, and end within the longest of ``DAYS_BEFORE``."""
    today = clock.today()
    until = today + timedelta(days=max(DAYS_BEFORE))
    found = Submission.objects.in_force().filter(valid_until__range=(today, until))
    return list(found.select_related("entry__owner_team").defer("snapshot"))


def _event(submission: Submission, until: date) -> str:
    near = min(days for days in DAYS_BEFORE if until - clock.today() <= timedelta(days=days))
    return f"{submission.subject}/runs out {until}/{near}"


def _remind(submission: Submission, event: str) -> None:
    said = words(submission)
    news = News(
        NoticeKind.EXPIRY,
        event,
        submission.entry,
        submission.subject,
        f"The approval of {said['entry']} runs out on {said['valid_until']}",
        "From the day after, it counts as not approved. Submit the entry again in time.",
    )
    tell(news, team_of(submission), by=None)
