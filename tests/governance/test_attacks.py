"""Forty ways round the separation of duties. None moves a decision, and each leaves a trace."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F

from governance.models import CharterChange, Delegation, Submission, Verdict, Vote
from governance.services.delegations import DelegationRefused
from governance.services.submissions import resubmit, start_review
from governance.services.voting import StaleReview
from governance.workflow import TransitionNotAllowed
from registry.models import AuditEvent
from tests.governance.attacks.by_detours import voted
from tests.governance.attacks.by_programs import a_token_of_a_build
from tests.governance.attacks.table import ATTACKS, Attack
from tests.governance.attacks.world import WORDS, World
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
REFUSED = (PermissionDenied, StaleReview, TransitionNotAllowed, DelegationRefused)


@pytest.fixture
def world(campaign_manager, privacy_officer, client) -> World:
    entry = make_entry(by=campaign_manager, description=WORDS)
    return World(make_submission(entry, by=campaign_manager), campaign_manager, privacy_officer, client)


def state_of(world: World) -> tuple[Any, ...]:
    """All that an attack is after: what stands of the submission, of its votes, of loans and the charter."""
    stands = Submission.objects.get(pk=world.submission.pk)
    votes = Vote.objects.exclude(voter=world.pia, voter__is_active=True).exclude(verdict=Verdict.RECUSE)
    adopted = CharterChange.objects.adopted().count()
    return stands.round, stands.is_urgent, votes.count(), stands.urgent_voices.count(), loans(), adopted


def loans() -> int:
    """Those that go in a circle, and those that somebody else than the lender gave."""
    lent = Delegation.objects.in_force()
    back = lent.filter(delegate__seats__delegations__in=lent.values("pk"))
    circles = back.filter(delegate__seats__delegations__delegate=F("seat__holder")).count()
    given = AuditEvent.objects.filter(action="delegation.given").values_list("actor", "body__seat")
    holders = {
        f"seat:{pk}": str(uid) for pk, uid in Delegation.objects.values_list("seat", "seat__holder__uid")
    }
    return circles + sum(actor != holders[seat] for actor, seat in given)


def attack(world: World, one: Attack) -> tuple[str, ...]:
    """Try it. Return the refusals that are in the record since."""
    with suppress(*REFUSED):
        one.act(world)
    refused = AuditEvent.objects.filter(action__endswith="_refused").order_by("at", "pk")
    return tuple(refused.values_list("action", flat=True))


def stands_as_it_was(world: World) -> bool:
    """Whether nothing moved beyond where the attack began."""
    moved = Submission.objects.get(pk=world.submission.pk).status != world.submission.status
    return not moved and state_of(world) == (world.submission.round, False, 0, 0, 0, 0)


@pytest.mark.parametrize("one", ATTACKS, ids=lambda one: one.name)
def test_no_attack_on_the_separation_of_duties_succeeds_and_each_is_recorded(world, one):
    assert attack(world, one) == one.refused
    assert stands_as_it_was(world)


def test_what_is_tried_again_and_again_is_recorded_once_a_day(world, later):
    for _ in range(3):
        a_token_of_a_build(world)
    refused = AuditEvent.objects.filter(subject=world.submission.subject, action="submission.request_refused")
    assert refused.count() == 1
    assert refused.get().body == {"why": "The token lacks the scope council:decide."}
    assert refused.get().actor == str(world.pia.uid)
    later(1)
    a_token_of_a_build(world)
    assert refused.count() == 2


def test_a_round_that_is_over_can_not_be_voted_on_with_what_it_showed(world):
    seen = world.submission.review_digest
    world.submission = voted(world, Verdict.REQUEST_CHANGES)
    start_review(resubmit(world.submission, by=world.cara).pk)
    with pytest.raises(StaleReview):
        world.vote(world.pia, seen=seen)


@pytest.fixture
def no_walls(db: None) -> Iterator[None]:
    """What the database itself refuses is let through."""
    trigger = "votes_are_of_nobody_with_a_part"
    walls = {
        "governance_submission": "nobody_decides_on_their_own_submission",
        "governance_charterchange": "nobody_decides_on_a_charter_of_their_own",
    }
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {trigger} ON governance_vote")
            for table, wall in walls.items():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {wall}")
            yield
            return
        cursor.execute(f"DROP TRIGGER {trigger}_on_insert")
        cursor.execute(f"DROP TRIGGER {trigger}_on_update")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.usefixtures("no_walls")
@pytest.mark.parametrize("one", ATTACKS, ids=lambda one: one.name)
def test_each_attack_gets_through_where_its_check_is_missing(world, monkeypatch, one):
    """The control: without that check, and the database's own walls, the first test turns red."""
    one.hole(monkeypatch)
    assert attack(world, one) != one.refused, "what was done is not refused"
    assert not stands_as_it_was(world)
