"""A submission before the council, and what people can do about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from governance.models import Submission, Verdict
from governance.services.delegations import delegate_seat
from governance.services.voting import cast_vote
from registry import clock
from registry.models import Role, User
from registry.services.people import grant_role
from tests.personas import make_person, make_team

WORDS = "Calls customers who are about to leave."


@dataclass
class World:
    """A submission of marketing's before a council of one seat, privacy, and people who want it approved."""

    submission: Submission
    cara: User
    pia: User
    client: Client

    def vote(self, person: User, verdict: str = Verdict.APPROVE, seen: str | None = None) -> None:
        stands = Submission.objects.get(pk=self.submission.pk)
        seen = stands.review_digest if seen is None else seen
        cast_vote(stands, verdict, by=person, reason="Go.", seen_digest=seen)

    def insider(self, role: Role = Role.MEMBER, seat: str = "privacy") -> User:
        person = make_person("Ina Insider", seat=seat)
        grant_role(person, make_team("marketing"), role, by=None)
        return person

    def lend(self, lender: User, delegate: User, days: int = 7) -> Any:
        until = clock.today() + timedelta(days=days)
        return delegate_seat(lender.seats.get(), delegate, by=lender, until=until, reason="Away.")

    def post(self, person: User, name: str, **said: Any) -> Any:
        self.client.force_login(person)
        return self.client.post(reverse(name, args=[self.submission.pk]), said)
