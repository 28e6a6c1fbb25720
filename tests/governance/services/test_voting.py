"""Several seats decide: who is heard, what counts, and what nobody can do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.models import Submission, Verdict, Vote
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import resubmit, start_review
from governance.services.voting import StaleReview
from governance.tasks import release_ended_terms
from governance.workflow import Status, TransitionNotAllowed
from registry import clock
from registry.services.people import grant_role
from tests.deciding import vote
from tests.personas import make_draft, make_entry, make_person, make_submission, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule", "shipped_charter")]
# By the shipped charter a use case that is not classified takes privacy and security.


def test_two_seats_decide_together_and_the_decision_names_both(privacy_officer, security_officer):
    submission = make_submission()
    assert vote(submission, privacy_officer, reason="Consent is in place.").status == Status.IN_REVIEW
    submission = vote(submission, security_officer, reason="Hosted by us.")

    assert submission.status == Status.APPROVED
    assert submission.reason == "Privacy: Consent is in place.\nSecurity: Hosted by us."
    assert submission.decided_by == security_officer
    assert all(submission.votes.values_list("counted", flat=True))


def test_a_vote_can_be_changed_until_it_is_decided_and_the_old_one_is_kept(privacy_officer, security_officer):
    submission = make_submission()
    vote(submission, privacy_officer, Verdict.ABSTAIN)
    vote(submission, privacy_officer, Verdict.APPROVE, reason="I read it once more.")

    kept = list(Vote.objects.order_by("pk").values_list("verdict", "stands"))
    assert kept == [("abstained", False), ("approved", True)]
    submission = vote(submission, security_officer)
    assert submission.status == Status.APPROVED
    with pytest.raises(TransitionNotAllowed):
        vote(submission, privacy_officer, Verdict.REJECT)


def test_conditions_of_one_seat_are_conditions_of_the_decision(privacy_officer, security_officer):
    submission = make_submission()
    vote(submission, security_officer, Verdict.APPROVE_WITH_CONDITIONS, conditions=[make_draft()])
    assert vote(submission, privacy_officer).status == Status.APPROVED_WITH_CONDITIONS


def test_who_recuses_themselves_is_not_heard_again_and_another_seat_stands_in(
    privacy_officer, security_officer, it_lead
):
    submission = make_submission()
    vote(submission, security_officer, Verdict.RECUSE, reason="My brother works for the vendor.")
    with pytest.raises(PermissionDenied, match="You recused yourself"):
        vote(submission, security_officer)
    assert vote(submission, privacy_officer).status == Status.IN_REVIEW

    submission = vote(submission, it_lead, reason="Standing in for security.")
    assert submission.status == Status.APPROVED
    assert set(submission.votes.filter(counted=True).values_list("seat", flat=True)) == {"privacy", "it"}


def test_the_last_recusal_decides_where_everybody_else_was_heard(privacy_officer, security_officer, it_lead):
    submission = make_submission()
    vote(submission, it_lead)
    vote(submission, privacy_officer)
    submission = vote(submission, security_officer, Verdict.RECUSE, reason="I wrote the first draft.")

    assert (submission.status, submission.decided_by) == (Status.APPROVED, privacy_officer)


def test_a_seat_that_nobody_holds_waits_for_somebody(privacy_officer, it_lead):
    submission = make_submission()
    vote(submission, it_lead)
    assert vote(submission, privacy_officer).status == Status.IN_REVIEW
    assert vote(submission, make_person("Nora New", seat="security")).status == Status.APPROVED


def test_an_alternate_is_heard_in_place_of_the_holder(privacy_officer, security_officer):
    alternate = make_person("Alva Alternate")
    give_seat(alternate, "security", by=None, is_alternate=True)
    submission = make_submission()
    vote(submission, alternate)
    assert submission.votes.get().is_alternate
    assert vote(submission, privacy_officer).status == Status.APPROVED


def test_a_vote_counts_only_while_its_voter_has_the_seat_and_no_part(privacy_officer, security_officer):
    submission = make_submission()
    vote(submission, privacy_officer)
    end_seat(privacy_officer.seats.get(), by=None, last_day=clock.today())
    with clock.at(clock.now() + timedelta(days=1)):
        assert vote(submission, security_officer).status == Status.IN_REVIEW
        assert vote(submission, make_person("Nora New", seat="privacy")).status == Status.APPROVED


def test_a_voter_who_joins_the_team_afterwards_is_not_counted(privacy_officer, security_officer):
    submission = make_submission()
    vote(submission, privacy_officer)
    grant_role(privacy_officer, make_team("marketing"), "viewer", by=None)
    assert vote(submission, security_officer).status == Status.IN_REVIEW


def test_a_vote_costs_the_same_few_queries_however_many_voted(
    privacy_officer, security_officer, it_lead, counsel, django_assert_max_num_queries
):
    submission = make_submission()
    # Where rows are locked, terms and the place in the ledger are held by a statement each.
    most = 16 if connection.features.has_select_for_update else 14
    for person in (it_lead, counsel, make_person("Rita Risk", seat="risk"), privacy_officer):
        with django_assert_max_num_queries(most):
            assert vote(submission, person, Verdict.ABSTAIN).status == Status.IN_REVIEW


def test_a_vote_that_decides_costs_the_same_however_many_conditions_it_drops(privacy_officer):
    def rejected_after(asking: int) -> int:
        submission = make_submission()
        for number in range(asking):
            person = make_person(f"Isa {number} of {asking}", seat="it")
            vote(submission, person, Verdict.APPROVE_WITH_CONDITIONS, conditions=[make_draft()])
        with CaptureQueriesContext(connection) as asked:
            assert vote(submission, privacy_officer, Verdict.REJECT).status == Status.REJECTED
        return len(asked)

    assert rejected_after(1) == rejected_after(4)


def test_what_was_said_in_an_earlier_round_is_not_heard_in_the_next(
    privacy_officer, security_officer, campaign_manager
):
    submission = make_submission(by=campaign_manager)
    seen = submission.review_digest
    vote(submission, privacy_officer)
    vote(submission, security_officer, Verdict.REQUEST_CHANGES, reason="Say who reads it.")
    submission = start_review(resubmit(submission, by=campaign_manager).pk)

    with pytest.raises(StaleReview):
        vote(submission, privacy_officer, seen=seen)
    assert vote(submission, security_officer).status == Status.IN_REVIEW
    assert vote(submission, privacy_officer).status == Status.APPROVED


def test_a_new_approval_takes_the_place_of_the_one_before(
    privacy_officer, security_officer, campaign_manager
):
    entry = make_entry(description="Calls customers who are about to leave.")
    first = make_submission(entry, by=campaign_manager)
    for person in (privacy_officer, security_officer):
        vote(first, person)
    second = make_submission(entry, by=campaign_manager)
    for person in (privacy_officer, security_officer):
        vote(second, person)

    first = Submission.objects.get(pk=first.pk)
    assert (first.status, str(second.pk) in first.ended_why) == (Status.SUPERSEDED, True)


def test_the_database_itself_keeps_who_had_a_part_from_voting(campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    said = {
        "submission": submission,
        "round": 1,
        "seat": "privacy",
        "reason": "Mine.",
        "review_digest": "0" * 64,
    }
    with pytest.raises(IntegrityError, match="nobody votes on what they had a part in"), transaction.atomic():
        Vote.objects.create(voter=campaign_manager, verdict="approved", **said)
    vote = Vote.objects.create(voter=privacy_officer, verdict="approved", **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(voter=campaign_manager)


def test_who_stands_in_is_asked_once_a_term_is_over_though_nobody_votes(
    privacy_officer, security_officer, it_lead
):
    """The last of two holders has a part, so that nobody is left in the seat without one."""
    make_person("Ina Insider", seat="security", team="marketing")
    submission = make_submission()
    vote(submission, it_lead)
    vote(submission, privacy_officer)
    end_seat(security_officer.seats.get(), by=None, last_day=clock.today())
    with clock.at(clock.now() + timedelta(days=1)):
        release_ended_terms()
    submission.refresh_from_db()
    assert submission.status == Status.APPROVED
