"""Forty ways round the separation of duties. None moves a decision, and each leaves a trace."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from governance.models import CharterChange, Submission, Verdict, Vote
from governance.services.delegations import DelegationRefused
from governance.services.submissions import resubmit, start_review
from governance.services.voting import StaleReview
from governance.voters import Bench
from governance.workflow import TransitionNotAllowed
from registry.models import AuditEvent, Role, Scope
from registry.services.tokens import issue_token
from tests.governance.attacks import by_detours, by_voting
from tests.governance.attacks.by_detours import by_token, voted
from tests.governance.attacks.by_voting import own_team_by_role, without_the_seat
from tests.governance.attacks.world import WORDS, World
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
REFUSED = (PermissionDenied, StaleReview, TransitionNotAllowed, DelegationRefused)


@pytest.fixture
def world(campaign_manager, privacy_officer, client) -> World:
    entry = make_entry(by=campaign_manager, description=WORDS)
    return World(make_submission(entry, by=campaign_manager), campaign_manager, privacy_officer, client)


ATTACKS: list[Callable[[World], None]] = [
    by_voting.the_submitter,
    by_voting.as_an_alternate,
    *[own_team_by_role(role) for role in Role],
    without_the_seat(seat="it"),
    without_the_seat(group="Operators"),
    without_the_seat(group="Auditors"),
    without_the_seat(group="Leaders"),
    without_the_seat(),
    by_voting.after_leaving_the_team,
    by_voting.after_handing_the_entry_over,
    by_voting.after_taking_the_entry_over,
    by_voting.edited_it,
    by_voting.accountable_and_handed_on,
    by_voting.accountable_for_what_is_linked,
    by_voting.second_account,
    by_voting.second_account_given_a_seat_by_its_owner,
    by_voting.superuser,
    by_voting.seat_that_ended,
    by_voting.seat_to_come,
    by_voting.closed_account,
    by_voting.after_recusing_oneself,
    by_detours.through_a_delegate_of_their_own,
    by_detours.lent_to_the_submitter,
    by_detours.lent_by_somebody_else,
    by_detours.lent_on_through_a_chain,
    by_detours.lent_in_a_circle,
    by_detours.lent_until_yesterday,
    by_detours.lent_and_taken_back,
    by_detours.urgent_by_an_insider,
    by_detours.urgent_with_a_lent_vote,
    by_detours.urgent_by_a_superuser,
    by_detours.rejected_and_resubmitted_by_an_outsider,
    by_detours.withdrawn_by_an_outsider,
    by_detours.appealed_by_an_outsider,
    by_detours.reinstated_by_an_insider,
    by_detours.suspended_by_a_rival,
    by_detours.revoked_by_a_superuser,
    by_detours.their_own_charter,
    by_detours.a_page_sent_by_an_outsider,
    by_detours.a_page_sent_by_the_submitter,
    by_detours.a_bulk_action_of_the_admin,
    by_detours.a_token_of_the_submitter,
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
