"""Lent votes, urgent approvals, and what became of a decision."""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import PermissionDenied

from governance.charter import charter_text
from governance.models import Submission, Verdict
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.charters import adopt_charter, propose_charter
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.seats import give_seat
from governance.services.submissions import appeal, resubmit, withdraw
from governance.services.urgent import approve_urgently
from registry import clock
from registry.models import User
from tests.governance.attacks.world import World
from tests.personas import PASSWORD, make_person


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
    with suppress(PermissionDenied):
        delegate_seat(world.pia.seats.get(), thief, by=thief, until=clock.today(), reason="Mine.")
    world.vote(thief)


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
