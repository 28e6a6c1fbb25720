"""Who is concerned by what happens to a submission, and to everything else that people are told of."""

from django.db.models import Q, QuerySet

from governance.charter import charter, terms_of
from governance.models import (
    Activation,
    Assessment,
    CharterChange,
    Comment,
    Condition,
    ConditionState,
    OverlapQuestion,
    Seat,
    Submission,
    Waiver,
)
from governance.parts import parts_of
from governance.voters import Bench
from registry.models import User
from registry.permissions import who_submits


def bench_of(submission: Submission) -> QuerySet[User]:
    """Who can be heard for a seat that has to be: its holders, who has its vote, and nobody with a part."""
    return heard_on(submission, Bench(submission))


def heard_on(submission: Submission, bench: Bench) -> QuerySet[User]:
    """The same of a ``bench`` that was read already."""
    required = {seat.function for seat in submission.review_seats.filter(is_required=True)}
    able = (one for one in bench.speakers if one.function in required and not one.part)
    return User.objects.filter(pk__in={one.user.pk for one in able})


def second_voices(submission: Submission) -> QuerySet[User]:
    """Who could approve it urgently today, and has not said so in this round."""
    return User.objects.filter(pk__in=seats_approving_urgently(submission).order_by().values("holder"))


def seats_approving_urgently(submission: Submission) -> QuerySet[Seat]:
    """The terms of these, without people who have a part in it today."""
    functions = terms_of(submission).urgent_seats
    terms = Seat.objects.serving().filter(function__in=functions).select_related("holder")
    holders = list({seat.holder_id: seat.holder for seat in terms}.values())
    parts = parts_of([(one, submission) for one in holders])
    part = [one.pk for one, found in zip(holders, parts, strict=True) if found]
    said = submission.urgent_voices.filter(round=submission.round).order_by()
    able = Seat.objects.deciding(functions, parties=User.objects.filter(pk__in=part))
    return able.exclude(holder__in=said.values("voter"))


def deciders(thing: Assessment | Waiver) -> QuerySet[User]:
    return User.objects.filter(pk__in=seats_deciding(thing).order_by().values("holder"))


def seats_deciding(thing: Assessment | Waiver) -> QuerySet[Seat]:
    """The terms of who acts for a seat that decides on it today, and had no part in it."""
    if isinstance(thing, Waiver):
        return Seat.objects.deciding(charter().may_waive, parties=thing.parties.all())
    part = Q(assessments_with_a_part=thing) | Q(assessments_written=thing)
    return Seat.objects.deciding([thing.required_seat], parties=User.objects.filter(part))


def team_of(submission: Submission) -> QuerySet[User]:
    """Who submitted it, and who could now."""
    return _asking(submission, Q(pk=submission.submitted_by_id))


def owners_of(condition: Condition) -> QuerySet[User]:
    """Who sees to it: one person by name, or the team."""
    if condition.owner_id is None:
        return team_of(condition.submission)
    return User.objects.filter(pk=condition.owner_id)


def team_and_owners(submission: Submission) -> QuerySet[User]:
    """The team, and who had to see to a condition that was missed."""
    missed = submission.conditions.filter(state=ConditionState.MISSED).order_by()
    return _asking(submission, Q(pk=submission.submitted_by_id) | Q(pk__in=missed.values("owner")))


def askers(waiver: Waiver) -> QuerySet[User]:
    return _asking(waiver, Q(pk=waiver.requested_by_id))


def writers(assessment: Assessment) -> QuerySet[User]:
    return User.objects.filter(pk__in=assessment.writers.values("pk"))


def in_conversation(comment: Comment) -> QuerySet[User]:
    """The team, who voted in any round, and who said something of it before."""
    submission = comment.submission
    said = Q(submission=submission) | Q(pk=comment.answers_id) | Q(answers=comment.answers_id or comment.pk)
    return _asking(
        submission,
        Q(pk=submission.submitted_by_id)
        | Q(pk__in=submission.votes.order_by().values("voter"))
        | Q(pk__in=Comment.objects.filter(said).order_by().values("author")),
    )


def asking_team(question: OverlapQuestion) -> QuerySet[User]:
    """Who asked, and the team it was asked for."""
    return _asking(question, Q(pk=question.asked_by_id))


def council(thing: Activation | CharterChange | OverlapQuestion) -> QuerySet[User]:
    """Everybody with a seat, and who proposed the change that they decide on."""
    seated = Q(pk__in=Seat.objects.serving().order_by().values("holder"))
    proposed_by = getattr(thing, "proposed_by_id", None)
    return User.objects.filter(seated | Q(pk=proposed_by)) if proposed_by else User.objects.filter(seated)


def _asking(thing: Submission | Waiver | OverlapQuestion, who: Q) -> QuerySet[User]:
    return User.objects.filter(who | Q(pk__in=who_submits(thing.entry.owner_team_id).values("user")))
