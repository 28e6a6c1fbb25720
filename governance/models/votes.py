"""What the holders of seats said."""

from functools import partial
from typing import Self

from django.db import models
from django.db.models import F, Q

from governance.models.submissions import Submission
from policies.charters import Say
from registry import clock
from registry.models.columns import terms


class Verdict(models.TextChoices):
    """What a vote can say: what ``policies.charters.Say`` counts, or that its voter has a part in it."""

    APPROVE = Say.APPROVE.value, "Approve"
    APPROVE_WITH_CONDITIONS = Say.APPROVE_WITH_CONDITIONS.value, "Approve with conditions"
    REQUEST_CHANGES = Say.REQUEST_CHANGES.value, "Request changes"
    REJECT = Say.REJECT.value, "Reject"
    ABSTAIN = Say.ABSTAIN.value, "Abstain"
    RECUSE = "recused", "Recuse myself"


class VoteQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """What people said last, in the round that stands."""
        return self.filter(stands=True, round=F("submission__round"))


class Vote(models.Model):
    """What one person said for a seat of what they saw in one round.

    It ``stands`` until the same person says something else: what was said before is kept. It was ``counted``
    if the decision rests on it. ``on_behalf_of`` lent the voter the vote of their seat.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    voter = models.ForeignKey("registry.User", models.PROTECT, related_name="votes")
    seat = models.CharField(max_length=100, choices=partial(terms, "function"))
    on_behalf_of = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="votes_by_others"
    )
    is_alternate = models.BooleanField(default=False)
    verdict = models.CharField(max_length=30, choices=Verdict)
    reason = models.TextField()
    review_digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    stands = models.BooleanField(default=True)
    counted = models.BooleanField(default=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ("submission", "round", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "round", "voter"),
                condition=Q(stands=True),
                name="one_vote_per_voter_and_round",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(review_digest=""), name="every_vote_says_why_and_on_what"
            ),
        )

    def __str__(self) -> str:
        return f"{self.voter}: {self.get_verdict_display()}"


class UrgentVoice(models.Model):
    """One of the two people who said that something can't wait for all seats."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="urgent_voices")
    round = models.PositiveSmallIntegerField()
    voter = models.ForeignKey("registry.User", models.PROTECT, related_name="urgent_voices")
    seat = models.CharField(max_length=100, choices=partial(terms, "function"))
    reason = models.TextField()
    review_digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("submission", "round", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "round", "voter"), name="one_urgent_voice_per_person_and_round"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="every_urgent_voice_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.voter}: urgent"
