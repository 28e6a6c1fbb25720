"""Lent votes, urgent approvals, what became of a decision, and other doors."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.charter import charter_text
from governance.models import Submission, Verdict
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.charters import adopt_charter, propose_charter
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.seats import give_seat
from governance.services.submissions import appeal, resubmit, withdraw
from governance.services.urgent import approve_urgently
from registry import clock
from registry.models import Scope, User
from registry.services.tokens import issue_token
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
