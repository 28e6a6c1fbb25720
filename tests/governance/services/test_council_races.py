"""The council's people in the same moment, on a database that lets them: votes, waivers and rules."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.models import Activation, Seat, Submission, Waiver, WaiverStatus
from governance.permissions import lost_approvals
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.proposals import StaleProposal
from governance.services.rule_sets import packs_in_force
from governance.services.seats import end_seat
from governance.services.verifying_activations import find_changed_activations
from governance.services.verifying_waivers import find_changed_waivers
from governance.services.voting import cast_vote
from governance.services.waivers import WaiverRefused, approve_waiver, withdraw_waiver
from policies import Settings
from registry import clock
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, User
from tests.personas import make_entry, make_person, make_submission, make_waiver
from tests.racing import at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("two_have_to_approve"),
]
ROUNDS = 8


def asked(approver: User | None = None) -> Waiver:
    """A waiver that takes two, approved by ``approver`` already."""
    waiver = make_waiver(make_entry(rag_enabled=False))
    return approve_waiver(waiver, by=approver, reason="For now.") if approver else waiver


def approval(waiver: Waiver, by: User) -> Callable[[], Any]:
    return partial(approve_waiver, waiver, by=by, reason="Fine.")


def events_of(waiver: Waiver) -> Counter[str]:
    return Counter(AuditEvent.objects.filter(subject=waiver.subject).values_list("action", flat=True))


def check_the_record() -> None:
    assert [*find_changed_waivers(), *find_changed_activations()] == []
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))


def test_two_who_give_the_last_approvals_at_once_grant_it_once(privacy_officer, it_lead):
    for _ in range(ROUNDS):
        waiver = asked()
        outcomes = at_once(approval(waiver, privacy_officer), approval(waiver, it_lead))
        assert {type(one) for one in outcomes} == {Waiver}, outcomes
        waiver.refresh_from_db()
        assert waiver.status == WaiverStatus.GRANTED
        assert waiver.approvals.filter(counted=True).count() == 2
        assert events_of(waiver)["waiver.granted"] == 1
    check_the_record()


def test_of_two_who_both_would_be_the_last_one_comes_too_late(privacy_officer, it_lead):
    legal = make_person("Lena Legal", seat="legal")
    for _ in range(ROUNDS):
        waiver = asked(legal)
        outcomes = at_once(approval(waiver, privacy_officer), approval(waiver, it_lead))
        assert Counter(map(type, outcomes)) == {Waiver: 1, WaiverRefused: 1}, outcomes
        assert (events_of(waiver)["waiver.granted"], waiver.approvals.count()) == (1, 2)
    check_the_record()


def test_what_is_taken_back_while_it_is_approved_has_ended(privacy_officer, it_lead, campaign_manager):
    for _ in range(ROUNDS):
        waiver = asked(privacy_officer)
        approved, withdrawn = at_once(
            approval(waiver, it_lead), partial(withdraw_waiver, waiver, by=campaign_manager)
        )
        assert isinstance(withdrawn, Waiver), withdrawn
        assert isinstance(approved, Waiver | WaiverRefused), approved
        waiver.refresh_from_db()
        assert waiver.status == WaiverStatus.WITHDRAWN
        assert events_of(waiver)["waiver.granted"] == isinstance(approved, Waiver)
    check_the_record()


def test_the_last_approval_waits_for_the_end_of_a_seat_that_an_earlier_one_rests_on(privacy_officer, it_lead):
    """Whoever is being removed is removed: their approval is not counted in the moment before the commit."""
    seat = Seat.objects.get(holder=privacy_officer)
    Seat.objects.filter(pk=seat.pk).update(since="2020-01-01")
    waiver, ended, approved = asked(privacy_officer), Event(), Event()

    def end() -> None:
        with transaction.atomic():
            end_seat(seat, by=None, last_day=clock.today() - timedelta(days=1))
            ended.set()
            approved.wait(timeout=2)

    def approve() -> Waiver:
        ended.wait(timeout=10)
        try:
            return approve_waiver(waiver, by=it_lead, reason="Fine.")
        finally:
            approved.set()

    _, outcome = at_once(end, approve)
    assert outcome.status == WaiverStatus.ASKED, outcome
    assert len(lost_approvals(Waiver.objects.with_people())) == 1
    check_the_record()


@pytest.mark.parametrize("ends", ["the term", "the loan"])
def test_a_vote_on_behalf_of_another_waits_for_the_end_of_what_it_speaks_by(privacy_officer, it_lead, ends):
    """It is lent by who is being removed: the vote is refused, and not counted in the moment before."""
    seat = Seat.objects.get(holder=privacy_officer)
    Seat.objects.filter(pk=seat.pk).update(since="2020-01-01")
    lent = delegate_seat(seat, it_lead, by=privacy_officer, until=clock.today(), reason="On leave.")
    submission, ended, voted = make_submission(make_entry(rag_enabled=True)), Event(), Event()

    def end() -> None:
        with transaction.atomic():
            if ends == "the term":
                end_seat(seat, by=None, last_day=clock.today() - timedelta(days=1))
            else:
                end_delegation(lent, by=privacy_officer)
            ended.set()
            voted.wait(timeout=2)

    def vote() -> Submission:
        ended.wait(timeout=10)
        try:
            seen = submission.review_digest
            return cast_vote(submission, "approved", by=it_lead, reason="Fine.", seen_digest=seen)
        finally:
            voted.set()

    _, outcome = at_once(end, vote)
    assert isinstance(outcome, PermissionDenied), outcome
    assert not submission.votes.exists()


def test_two_who_wait_for_each_others_waivers_do_not_wait_for_ever(privacy_officer, it_lead):
    for _ in range(ROUNDS):
        first, second = asked(privacy_officer), asked(it_lead)
        outcomes = at_once(approval(first, it_lead), approval(second, privacy_officer))
        assert [one.status for one in outcomes] == [WaiverStatus.GRANTED] * 2, outcomes
    check_the_record()


def test_of_two_changes_of_the_rules_at_once_one_comes_into_force(privacy_officer, it_lead):
    legal = make_person("Lena Legal", seat="legal")
    for number in range(1, 5):
        now = packs_in_force().settings.modes.get("TST-001")
        modes = [mode for mode in ("warn", "observe", "block") if mode != now][:2]
        drafts = [Draft(settings=Settings(modes={"TST-001": mode})) for mode in modes]
        changes = [propose_rules(draft, by=privacy_officer, reason="So.") for draft in drafts]
        pairs = zip(changes, (it_lead, legal), strict=True)
        outcomes = at_once(*[partial(activate_rules, one, by=who, reason="Agreed.") for one, who in pairs])
        assert Counter(map(type, outcomes)) == {Activation: 1, StaleProposal: 1}, outcomes
        assert Activation.objects.in_force().get().number == number
    check_the_record()


def test_one_change_that_two_activate_at_once_comes_into_force_once(privacy_officer, it_lead):
    legal = make_person("Lena Legal", seat="legal")
    for mode in ("warn", "observe") * 2:
        draft = Draft(settings=Settings(modes={"TST-001": mode}))
        change = propose_rules(draft, by=privacy_officer, reason="So.")
        acts = [partial(activate_rules, change, by=who, reason="Agreed.") for who in (it_lead, legal)]
        assert Counter(map(type, at_once(*acts))) == {Activation: 1, StaleProposal: 1}
    check_the_record()
