"""Forty ways round the separation of duties. None moves a decision, and each leaves a trace."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from governance.charter import charter_text
from governance.models import CharterChange, Submission, Verdict, Vote
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.charters import adopt_charter, propose_charter
from governance.services.delegations import DelegationRefused, delegate_seat, end_delegation
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import appeal, resubmit, start_review, withdraw
from governance.services.urgent import approve_urgently
from governance.services.voting import StaleReview, cast_vote
from governance.voters import Bench
from governance.workflow import TransitionNotAllowed
from registry import clock
from registry.models import AuditEvent, Role, Scope, User
from registry.services.people import grant_role, revoke_role
from registry.services.tokens import issue_token
from tests.personas import PASSWORD, change_entry, make_entry, make_person, make_submission, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
REFUSED = (PermissionDenied, StaleReview, TransitionNotAllowed, DelegationRefused)
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


@pytest.fixture
def world(campaign_manager, privacy_officer, client) -> World:
    entry = make_entry(by=campaign_manager, description=WORDS)
    return World(make_submission(entry, by=campaign_manager), campaign_manager, privacy_officer, client)


def own_team_by_role(role: Role) -> Callable[[World], None]:
    return lambda world: world.vote(world.insider(role))


def without_the_seat(**facts: Any) -> Callable[[World], None]:
    return lambda world: world.vote(make_person("Otis Other", **facts))


def the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    world.vote(world.cara)


def as_an_alternate(world: World) -> None:
    give_seat(world.cara, "privacy", by=None, is_alternate=True)
    world.vote(world.cara)


def after_leaving_the_team(world: World) -> None:
    person = world.insider()
    withdraw(world.submission, by=world.cara)
    world.submission = make_submission(world.submission.entry, by=world.cara)
    revoke_role(person, make_team("marketing"), by=None)
    world.vote(person)


def after_handing_the_entry_over(world: World) -> None:
    person = world.insider()
    change_entry(world.submission.entry, owner_team=make_team("sales").key)
    world.vote(person)


def after_taking_the_entry_over(world: World) -> None:
    grant_role(world.pia, make_team("sales"), Role.VIEWER, by=None)
    change_entry(world.submission.entry, owner_team="sales")
    world.vote(world.pia)


def edited_it(world: World, *, accountable: bool = False) -> None:
    entry = make_entry(description=WORDS)
    if accountable:
        change_entry(entry, accountable_person=world.pia.email)
    else:
        person = world.pia
        grant_role(person, make_team("marketing"), Role.MEMBER, by=None)
        change_entry(entry, by=person, description=f"{WORDS} Soon.")
        revoke_role(person, make_team("marketing"), by=None)
    world.submission = make_submission(entry, by=world.cara)
    if accountable:
        change_entry(entry, accountable_person=None)
    world.vote(world.pia)


def accountable_and_handed_on(world: World) -> None:
    edited_it(world, accountable=True)


def accountable_for_what_is_linked(world: World) -> None:
    source = make_entry(
        "data_source", description="Who bought what, and when.", accountable_person=world.pia.email
    )
    entry = make_entry(description=WORDS, data_links=[{"data_source": source.key}])
    world.submission = make_submission(entry, by=world.cara)
    world.vote(world.pia)


def second_account(world: World) -> None:
    world.vote(make_person("Cara Campaign", email="cara.private@example.org"))


def second_account_given_a_seat_by_its_owner(world: World) -> None:
    second = make_person("Cara Second", group="Operators")
    with suppress(PermissionDenied):
        give_seat(second, "privacy", by=second)
    world.vote(second)


def superuser(world: World) -> None:
    world.vote(User.objects.create_superuser("root@example.org", PASSWORD, name="Rita Root"))


def seat_that_ended(world: World) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        former = make_person("Fred Former", seat="privacy")
    end_seat(former.seats.get(), by=None, last_day=clock.today() - timedelta(days=1))
    world.vote(former)


def seat_to_come(world: World) -> None:
    person = make_person("Nadia Next")
    give_seat(person, "privacy", by=None, since=clock.today() + timedelta(days=1))
    world.vote(person)


def closed_account(world: World) -> None:
    world.pia.is_active = False
    world.pia.save()
    world.vote(world.pia)


def after_recusing_oneself(world: World) -> None:
    make_person("Percy Privacy", seat="privacy")
    world.vote(world.pia, Verdict.RECUSE)
    world.vote(world.pia)


def through_a_delegate_of_their_own(world: World) -> None:
    counsel = make_person("Lara Legal", seat="legal")
    world.lend(world.insider(), counsel)
    world.vote(counsel)


def lent_to_the_submitter(world: World) -> None:
    give_seat(world.cara, "marketing", by=None)
    world.lend(world.pia, world.cara)
    world.vote(world.cara)


def lent_by_somebody_else(world: World) -> None:
    thief = make_person("Theo Thief", seat="legal")
    delegate_seat(world.pia.seats.get(), thief, by=thief, until=clock.today(), reason="Mine.")


def lent_on_through_a_chain(world: World) -> None:
    first, last = make_person("Lara Legal", seat="legal"), world.insider(seat="it")
    world.lend(world.pia, first)
    with suppress(PermissionDenied):
        delegate_seat(world.pia.seats.get(), last, by=first, until=clock.today(), reason="On.")
    world.vote(last)


def lent_in_a_circle(world: World) -> None:
    counsel = make_person("Lara Legal", seat="legal")
    world.lend(counsel, world.pia)
    world.lend(world.pia, counsel)


def lent_until_yesterday(world: World) -> None:
    counsel = make_person("Lara Legal", seat="legal")
    world.lend(world.pia, counsel, days=1)
    with clock.at(clock.now() + timedelta(days=2)):
        world.vote(counsel)


def lent_and_taken_back(world: World) -> None:
    counsel = make_person("Lara Legal", seat="legal")
    end_delegation(world.lend(world.pia, counsel), by=world.pia)
    world.vote(counsel)


def urgent_by_an_insider(world: World) -> None:
    seen = world.submission.review_digest
    approve_urgently(world.submission, by=world.insider(seat="it"), reason="Now.", seen_digest=seen)


def urgent_with_a_lent_vote(world: World) -> None:
    helper = make_person("Mark Marketing", seat="marketing")
    world.lend(world.pia, helper)
    seen = world.submission.review_digest
    approve_urgently(world.submission, by=helper, reason="Now.", seen_digest=seen)


def urgent_by_a_superuser(world: World) -> None:
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Rita Root")
    approve_urgently(world.submission, by=root, reason="Now.", seen_digest=world.submission.review_digest)


def rejected_and_resubmitted_by_an_outsider(world: World) -> None:
    world.submission = voted(world, Verdict.REQUEST_CHANGES)
    resubmit(world.submission, by=make_person("Otis Other", seat="legal"))


def withdrawn_by_an_outsider(world: World) -> None:
    withdraw(world.submission, by=make_person("Otis Other", team="service"))


def appealed_by_an_outsider(world: World) -> None:
    world.submission = voted(world, Verdict.REJECT)
    appeal(world.submission, by=make_person("Otis Other", team="service"), grounds="I like it.")


def reinstated_by_an_insider(world: World) -> None:
    suspended = suspend_approval(voted(world, Verdict.APPROVE), by=world.pia, reason="A leak.")
    world.submission = suspended
    reinstate_approval(suspended, by=world.insider(), reason="It is fine.")


def suspended_by_a_rival(world: World) -> None:
    world.submission = voted(world, Verdict.APPROVE)
    suspend_approval(world.submission, by=make_person("Rob Rival", team="sales"), reason="Ours is better.")


def revoked_by_a_superuser(world: World) -> None:
    world.submission = voted(world, Verdict.APPROVE)
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Rita Root")
    revoke_approval(world.submission, by=root, reason="Because.")


def their_own_charter(world: World) -> None:
    insider = world.insider(seat="legal")
    text = charter_text().replace("minimum_votes: 1", "minimum_votes: 1, veto: [privacy]", 1)
    adopt_charter(propose_charter(text, by=insider, reason="Better."), by=insider, reason="Yes.")


def voted(world: World, verdict: Verdict) -> Submission:
    world.vote(world.pia, verdict)
    return Submission.objects.get(pk=world.submission.pk)


def a_page_sent_by_an_outsider(world: World) -> None:
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    world.post(make_person("Ivo It", seat="it"), "decide", seat="privacy", voter=world.pia.pk, **said)


def a_page_sent_by_the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    world.post(world.cara, "decide", **said)


def a_bulk_action_of_the_admin(world: World) -> None:
    world.client.force_login(world.insider())
    address = f"{reverse('admin:governance_submission_decide')}?pk={world.submission.pk}"
    seen = {f"seen-{world.submission.pk}": world.submission.review_digest}
    world.client.post(address, {"verdict": "approved", "reason": "Go."} | seen)


def a_token_of_the_submitter(world: World) -> None:
    give_seat(world.cara, "privacy", by=None)
    by_token(world, world.cara, list(Scope), "post", "votes/")


def by_token(world: World, person: User, scopes: list[Scope], method: str, place: str) -> Any:
    secret = issue_token(person, "build", scopes, by=person)[1]
    said = {"verdict": "approved", "reason": "Go.", "seen_digest": world.submission.review_digest}
    send = getattr(world.client, method)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "a-key-of-this-attack"}
    address = f"/api/v1/submissions/{world.submission.pk}/{place}"
    body = said if method == "post" else {"status": "approved"}
    return send(address, body, content_type="application/json", headers=headers)


ATTACKS: list[Callable[[World], None]] = [
    the_submitter,
    as_an_alternate,
    *[own_team_by_role(role) for role in Role],
    without_the_seat(seat="it"),
    without_the_seat(group="Operators"),
    without_the_seat(group="Auditors"),
    without_the_seat(group="Leaders"),
    without_the_seat(),
    after_leaving_the_team,
    after_handing_the_entry_over,
    after_taking_the_entry_over,
    edited_it,
    accountable_and_handed_on,
    accountable_for_what_is_linked,
    second_account,
    second_account_given_a_seat_by_its_owner,
    superuser,
    seat_that_ended,
    seat_to_come,
    closed_account,
    after_recusing_oneself,
    through_a_delegate_of_their_own,
    lent_to_the_submitter,
    lent_by_somebody_else,
    lent_on_through_a_chain,
    lent_in_a_circle,
    lent_until_yesterday,
    lent_and_taken_back,
    urgent_by_an_insider,
    urgent_with_a_lent_vote,
    urgent_by_a_superuser,
    rejected_and_resubmitted_by_an_outsider,
    withdrawn_by_an_outsider,
    appealed_by_an_outsider,
    reinstated_by_an_insider,
    suspended_by_a_rival,
    revoked_by_a_superuser,
    their_own_charter,
    a_page_sent_by_an_outsider,
    a_page_sent_by_the_submitter,
    a_bulk_action_of_the_admin,
    a_token_of_the_submitter,
]


def state_of(world: World) -> tuple[Any, ...]:
    """All that an attack is after: what stands of the submission, of its votes and of the charter."""
    stands = Submission.objects.get(pk=world.submission.pk)
    votes = Vote.objects.exclude(voter=world.pia).exclude(verdict=Verdict.RECUSE)
    adopted = CharterChange.objects.adopted().count()
    return stands.round, stands.is_urgent, votes.count(), stands.urgent_voices.count(), adopted


def attack(world: World, act: Callable[[World], None]) -> None:
    with suppress(*REFUSED):
        act(world)


@pytest.mark.parametrize("act", ATTACKS, ids=lambda act: act.__qualname__.replace(".<locals>.<lambda>", ""))
def test_no_attack_on_the_separation_of_duties_succeeds_and_each_is_recorded(world, act):
    attack(world, act)
    stands = Submission.objects.get(pk=world.submission.pk)
    assert stands.status == world.submission.status, "nothing moved beyond where the attack began"
    assert state_of(world) == (world.submission.round, False, 0, 0, 0)
    assert AuditEvent.objects.filter(action__endswith="_refused").exists()


@pytest.mark.parametrize("method", ["patch", "put", "delete"])
def test_the_status_of_a_submission_can_not_be_written(world, method):
    answer = by_token(world, world.pia, list(Scope), method, "")
    assert answer.status_code == 405
    assert Submission.objects.get().status == "in_review"


def test_a_token_of_a_build_acts_as_no_member_of_the_council(world):
    answer = by_token(world, world.pia, [Scope.CHECK], "post", "votes/")
    assert answer.status_code == 403
    assert not Vote.objects.exists()


@pytest.mark.parametrize("field", ["approval_status", "status", "decisions"])
def test_a_manifest_brings_no_approval_with_it(world, field):
    secret = issue_token(world.cara, "build", list(Scope), by=world.cara)[1]
    said = world.submission.entry.document | {field: "approved"}
    answer = world.client.put(
        f"/api/v1/entries/use_case/{world.submission.entry.key}/",
        said,
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "If-Match": "*"},
    )
    assert answer.status_code >= 400
    assert Submission.objects.get().status == "in_review"


def test_a_round_that_is_over_can_not_be_voted_on_with_what_it_showed(world):
    seen = world.submission.review_digest
    world.submission = voted(world, Verdict.REQUEST_CHANGES)
    start_review(resubmit(world.submission, by=world.cara).pk)
    with pytest.raises(StaleReview):
        world.vote(world.pia, seen=seen)


def take_off_the_wall_of_the_database() -> None:
    name = "votes_are_of_nobody_with_a_part"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON governance_vote")
        else:
            cursor.execute(f"DROP TRIGGER {name}_on_insert")
            cursor.execute(f"DROP TRIGGER {name}_on_update")


@pytest.mark.parametrize("hole", ["parts are not looked at", "seats are not looked at"])
def test_a_build_with_a_hole_is_found_by_these_attacks(world, monkeypatch, hole):
    """The control: without one of the two walls, and the database's own, some attack gets through."""
    take_off_the_wall_of_the_database()
    if hole == "parts are not looked at":
        monkeypatch.setattr("governance.voters._either", lambda one, parts: "")
        act = own_team_by_role(Role.MEMBER)
    else:
        holder = Bench(world.submission).speakers[0]
        monkeypatch.setattr(Bench, "speaker_for", lambda bench, by, *_: type(holder)(by, holder.function))
        act = without_the_seat()
    attack(world, act)
    assert Vote.objects.exclude(voter=world.pia).exists()
