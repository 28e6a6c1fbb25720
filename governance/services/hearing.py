"""Asking who is heard on what is in review, where nobody votes: people, terms and loans come and go."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from governance.models import ReviewSeat, Submission
from governance.services.rounds import is_overtaken
from governance.services.seats import hold_seats
from governance.services.telling import heard_anew
from governance.services.transitions import locked
from governance.services.voting import conclude
from governance.voters import Bench
from governance.workflow import Status


def hear_anew(submission: Submission) -> None:
    """Ask who is heard on ``submission`` now, tell who was not before, and decide where that is enough."""
    submission = locked(submission)
    if submission.status == Status.IN_REVIEW and not is_overtaken(submission):
        votes = list(submission.votes.standing())
        hold_seats(*(one.voter_id for one in votes))
        bench = Bench(submission)
        # Also where the seats are the same: somebody else may speak for one of them.
        if conclude(submission, bench, votes).status == Status.IN_REVIEW:
            heard_anew(submission, bench)


def hear_all_anew() -> None:
    """Ask who is heard on everything in review: terms and loans end with the calendar, and teams change."""
    _hear(Submission.objects.awaiting_council())


def hear_anew_for(functions: Collection[str]) -> None:
    """The same on what these functions are asked for."""
    asked = ReviewSeat.objects.filter(function__in=functions).order_by().values("submission")
    _hear(Submission.objects.awaiting_council().filter(pk__in=asked))


def _hear(submissions: QuerySet[Submission]) -> None:
    for submission in submissions.order_by("-pk"):
        with transaction.atomic():
            hear_anew(submission)
