"""Two people, or one person twice, in the same moment. Real threads, real transactions."""

from collections import Counter
from datetime import timedelta
from functools import partial
from threading import Barrier, Event

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.models import (
    CheckRun,
    Delegation,
    OverlapDecision,
    PortfolioCheck,
    Seat,
    Submission,
    Trigger,
    Verdict,
    Vote,
)
from governance.services.checks import complete_checks, queue_checks
from governance.services.delegations import delegate_seat
from governance.services.overlap_answers import AnswersRefused, OverlapAnswer, hold_both_ends, record_answers
from governance.services.portfolio import check_portfolio
from governance.services.seats import end_seat
from governance.services.submissions import AlreadySubmitted, submit_entry
from governance.services.voting import cast_vote
from governance.workflow import TransitionNotAllowed
from registry import clock
from registry.ledger.verifying import find_breaks
from registry.ledger.writing import record
from registry.models import AuditEvent, Entry, User
from registry.services.entries import StaleManifest, save_manifest
from tests.personas import make_entry, make_person, make_submission, make_team
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_rule")]
ROUNDS = 5


def vote(submission, person, verdict=Verdict.APPROVE, reason="All is in place."):
    seen = submission.review_digest
    return lambda: cast_vote(submission, verdict, by=person, reason=reason, seen_digest=seen)


def check_invariants(submission: Submission) -> None:
    submission.refresh_from_db()
    cast = list(submission.votes.all())
    assert [found.verdict for found in cast] == [submission.status]
    assert [found.voter_id for found in cast] == [submission.decided_by_id]
    assert [found.review_digest for found in cast] == [submission.review_digest]
    events = AuditEvent.objects.filter(subject=submission.subject)
    assert events.filter(action=f"submission.{submission.status}").count() == 1
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))


def test_of_two_holders_of_a_seat_who_decide_at_once_one_decides():
    people = [make_person(f"Privacy {number}", seat="privacy") for number in range(2)]
    for _ in range(ROUNDS):
        submission = make_submission()
        outcomes = at_once(
            vote(submission, people[0], Verdict.APPROVE), vote(submission, people[1], Verdict.REJECT)
        )
        kinds = Counter(type(outcome) for outcome in outcomes)
        assert kinds == {Submission: 1, TransitionNotAllowed: 1}, outcomes
        check_invariants(submission)


def test_two_clicks_at_once_are_one_vote(privacy_officer):
    for _ in range(ROUNDS):
        submission = make_submission()
        outcomes = at_once(*[vote(submission, privacy_officer)] * 3)
        assert {type(outcome) for outcome in outcomes} == {Submission}, outcomes
        check_invariants(submission)


def test_two_submissions_of_one_entry_at_once_are_one(campaign_manager):
    for _ in range(ROUNDS):
        entry = make_entry(description="Calls customers who are about to leave.")
        outcomes = at_once(*[lambda entry=entry: submit_entry(entry, by=campaign_manager)] * 2)
        kinds = Counter(type(outcome) for outcome in outcomes)
        assert kinds == {Submission: 1, AlreadySubmitted: 1}, outcomes


def test_a_vote_waits_for_the_end_of_the_seat_it_rests_on(privacy_officer):
    """Whoever is being removed is removed: the vote does not slip in before the removal is committed."""
    seat = Seat.objects.get(holder=privacy_officer)
    Seat.objects.filter(pk=seat.pk).update(since="2020-01-01")
    submission, ended, voted = make_submission(), Event(), Event()

    def end() -> None:
        with transaction.atomic():
            end_seat(seat, by=None, last_day=clock.today() - timedelta(days=1))
            ended.set()
            voted.wait(timeout=2)

    def decide() -> Submission:
        ended.wait(timeout=10)
        try:
            return vote(submission, privacy_officer)()
        finally:
            voted.set()

    _, outcome = at_once(end, decide)
    assert isinstance(outcome, PermissionDenied), outcome
    assert not Vote.objects.exists()


def lend(lender: User, delegate: User) -> Delegation:
    return delegate_seat(lender.seats.get(), delegate, by=lender, until=clock.today(), reason="Away.")


def test_two_who_lend_their_votes_to_each_other_at_once_make_no_circle(privacy_officer, it_lead):
    """Each holds its own seat alone, so that both would find no loan of the other."""
    lent, tried = Event(), Event()

    def first() -> Delegation:
        with transaction.atomic():
            made = lend(privacy_officer, it_lead)
            lent.set()
            tried.wait(timeout=2)
            return made

    def second() -> Delegation:
        lent.wait(timeout=10)
        try:
            return lend(it_lead, privacy_officer)
        finally:
            tried.set()

    made, refused = at_once(first, second)
    assert (type(made), type(refused)) == (Delegation, PermissionDenied), refused
    assert Delegation.objects.in_force().get() == made


def test_of_a_ring_that_is_lent_at_once_one_loan_is_refused():
    for number in range(ROUNDS):
        a, b, c = (make_person(f"Member {number} {one}", seat="it") for one in "abc")
        pairs = ((a, b), (b, c), (c, a))
        kinds = Counter(type(one) for one in at_once(*[partial(lend, *pair) for pair in pairs]))
        assert kinds == {Delegation: 2, PermissionDenied: 1}


def test_two_workers_that_are_to_check_everything_do_so_once():
    for _ in range(4):
        make_entry(description="Calls customers who are about to leave.")
    CheckRun.objects.all().delete()
    outcomes = at_once(*[check_portfolio] * 2)
    assert {type(outcome) for outcome in outcomes} == {PortfolioCheck}, outcomes
    assert CheckRun.objects.count() == CheckRun.objects.current().count() == 4
    assert not PortfolioCheck.objects.under_way().exists()


def test_two_workers_with_the_same_checks_do_each_once():
    entries = [make_entry(description="Calls customers who are about to leave.") for _ in range(4)]
    CheckRun.objects.all().delete()
    pks = [run.pk for run in queue_checks(entries, trigger=Trigger.API)]
    outcomes = at_once(*[lambda: complete_checks(pks)] * 2)

    assert sum(outcomes) == len(pks), outcomes
    assert CheckRun.objects.current().count() == len(entries)


@pytest.mark.postgres
def test_without_the_row_lock_both_would_have_decided():
    """The control: these threads do meet. SQLite lets one writer in at a time whatever the code says."""
    submission, barrier = make_submission(), Barrier(2)

    def careless() -> bool:
        with transaction.atomic():
            found = Submission.objects.get(pk=submission.pk)
            barrier.wait(timeout=10)
            Submission.objects.filter(pk=found.pk).update(note="Decided.")
            return found.note == ""

    assert at_once(careless, careless) == [True, True]


def test_of_many_who_register_one_key_at_once_one_does():
    make_team("marketing")
    said = {"muster": 1, "kind": "tool", "key": "mailer", "owner_team": "marketing"}
    acts = [
        lambda title=f"Mailer {number}": save_manifest(said | {"title": title}, by=None, expected_digest="")
        for number in range(4)
    ]
    kinds = Counter(type(outcome) for outcome in at_once(*acts))
    assert kinds == {Entry: 1, StaleManifest: 3}
    assert Entry.objects.get().revision_count == 1


def test_writers_of_one_subject_queue():
    def write() -> None:
        with transaction.atomic():
            record("thing.changed", "thing", by=None)

    assert at_once(*[write] * 5) == [None] * 5
    events = AuditEvent.objects.filter(subject="thing").order_by("sequence")
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5]
    assert not list(find_breaks(events))


def test_two_who_answer_about_each_others_entries_while_they_save_them_wait_for_each_other(campaign_manager):
    pair = [make_entry("tool", vendor="Tallis", product="Voice Insights") for _ in range(2)]

    def save(ours: Entry, other: Entry, title: str) -> None:
        with transaction.atomic():
            hold_both_ends(ours.kind, [ours.key, other.key])
            saved = save_manifest(ours.document | {"title": title}, by=campaign_manager)
            record_answers(saved, [OverlapAnswer(other.key, "join", seen=stood)], by=campaign_manager)

    for number in range(ROUNDS):
        stood = next((one.subject for one in OverlapDecision.objects.standing().on(*pair)), "")
        first, second = (partial(save, *both, f"Voice {number}") for both in (pair, pair[::-1]))
        # Whoever comes second has not seen what the first one decided.
        assert {type(one) for one in at_once(first, second)} == {type(None), AnswersRefused}
