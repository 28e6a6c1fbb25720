"""What waits for a person beside their own entries: how many, what to do, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from governance.models import Activation, Assessment, OverlapQuestion, Submission, Waiver
from registry.models import User


@dataclass(frozen=True)
class Task:
    """Something that waits for this person: how many, what to do and where; ``one`` says it of just one."""

    count: int
    text: str
    url: str
    look: str
    one: str = ""

    @property
    def said(self) -> str:
        return self.one if self.one and self.count == 1 else self.text


def tasks_of_seats(user: User) -> Iterable[Task]:
    waiting = Submission.objects.awaiting_seat_of(user).visible_to(user)
    yield Task(
        waiting.count(),
        "wait for your decision",
        reverse("inbox"),
        "blocker",
        one="waits for your decision",
    )
    yield from tasks_beside_submissions(user)


def tasks_beside_submissions(user: User) -> Iterable[Task]:
    waivers = Waiver.objects.awaiting(user).visible_to(user)
    yield Task(
        waivers.count(),
        "wait for you to approve a waiver",
        f"{reverse('waivers')}?waiting=me",
        "seal",
        one="waits for you to approve a waiver",
    )
    asked = OverlapQuestion.objects.awaiting(user)
    yield Task(
        asked.count(),
        "ask you about something like theirs that they can't see",
        f"{reverse('overlaps')}?state=asked",
        "same",
        one="asks you about something like theirs that they can't see",
    )
    assessments = Assessment.objects.awaiting_seat_of(user).visible_to(user)
    yield Task(
        assessments.count(),
        "wait for you to approve an assessment",
        f"{reverse('assessments')}?show=me",
        "seal",
        one="waits for you to approve an assessment",
    )
    yield Task(
        Activation.objects.awaiting(user).count(),
        "changes of the rules wait for your decision",
        f"{reverse('policies')}#open",
        "back",
        one="change of the rules waits for your decision",
    )
