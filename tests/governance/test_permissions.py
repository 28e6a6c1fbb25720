"""Nobody judges what they had a part in, whatever they do to get round it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Submission, Verdict
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import resubmit, start_review, submit_entry
from governance.services.voting import cast_vote
from governance.voters import refusals
from registry import clock
from registry.models import AuditEvent, Role
from registry.services.people import grant_role, revoke_role
from tests.personas import change_entry, make_entry, make_person, make_submission, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def decide(submission, person, verdict=Verdict.APPROVE):
    submission = Submission.objects.get(pk=submission.pk)
    return cast_vote(
        submission, verdict, by=person, reason="It is fine.", seen_digest=submission.review_digest
    )


def assert_refused(submission, person, words):
    """The service refuses, the page would not offer it, and the attempt is on record."""
    submission = Submission.objects.get(pk=submission.pk)
    assert refusals(person, [submission])[submission.pk]
    with pytest.raises(PermissionDenied, match=words):
        decide(submission, person)
    submission.refresh_from_db()
    assert submission.status == "in_review"
    assert not submission.votes.filter(voter=person).exists()
    last = AuditEvent.objects.filter(subject=submission.subject).last()
    assert (last.action, last.actor) == ("submission.decision_refused", str(person.uid))


def test_the_holder_of_the_required_seat_decides(privacy_officer):
    submission = make_submission()

    assert not refusals(privacy_officer, [submission])[submission.pk]
    assert decide(submission, privacy_officer).status == "approved"


@pytest.mark.parametrize("who", ["it_lead", "auditor", "leader", "operator", "administrator", "stranger"])
def test_nobody_without_the_required_seat_decides(who, request):
    assert_refused(
        make_submission(), request.getfixturevalue(who), "Only the holder of the council's Privacy seat"
    )


def test_the_seat_that_counts_depends_on_the_kind(it_lead, privacy_officer):
    submission = make_submission(make_entry("tool", description="Sends newsletters to customers."))

    assert_refused(submission, privacy_officer, "seat")
    assert decide(submission, it_lead).status == "approved"


def test_a_seat_that_has_ended_decides_nothing(privacy_officer):
    submission, seat = make_submission(), privacy_officer.seats.get()
    with clock.at(clock.now() - timedelta(days=9)):
        earlier = clock.today()
    seat.since = earlier
    seat.save()
    end_seat(seat, by=None, last_day=clock.today() - timedelta(days=1))

    assert_refused(submission, privacy_officer, "Only the holder")


def test_a_seat_that_has_not_begun_decides_nothing():
    person = make_person("Nadia Next")
    give_seat(person, "privacy", by=None, since=clock.today() + timedelta(days=1))

    assert_refused(make_submission(), person, "Only the holder")


def test_an_account_that_was_closed_decides_nothing(privacy_officer):
    submission = make_submission()
    privacy_officer.is_active = False
    privacy_officer.save()

    assert_refused(submission, privacy_officer, "Only the holder")


@pytest.mark.parametrize("role", Role)
def test_nobody_decides_on_what_their_own_team_submitted(privacy_officer, role):
    submission = make_submission()
    grant_role(privacy_officer, submission.team, role, by=None)

    assert_refused(submission, privacy_officer, "You belong to")


def test_leaving_the_team_before_the_vote_does_not_help(privacy_officer, marketing):
    grant_role(privacy_officer, marketing, Role.MEMBER, by=None)
    submission = make_submission()
    revoke_role(privacy_officer, marketing, by=None)

    assert_refused(submission, privacy_officer, "You had a part")


def test_handing_the_entry_to_another_team_before_the_vote_does_not_help(privacy_officer, marketing):
    grant_role(privacy_officer, marketing, Role.VIEWER, by=None)
    submission = make_submission()
    change_entry(submission.entry, owner_team=make_team("sales").key)

    assert_refused(submission, privacy_officer, "You belong to")


def test_nobody_decides_on_what_was_handed_to_their_own_team(privacy_officer):
    submission = make_submission()
    sales = make_team("sales")
    change_entry(submission.entry, owner_team=sales.key)
    grant_role(privacy_officer, sales, Role.VIEWER, by=None)

    assert_refused(submission, privacy_officer, "You belong to Sales")


def test_nobody_decides_on_what_they_submitted(privacy_officer, marketing):
    grant_role(privacy_officer, marketing, Role.MEMBER, by=None)
    submission = make_submission(by=privacy_officer)
    revoke_role(privacy_officer, marketing, by=None)

    assert_refused(submission, privacy_officer, "You submitted this yourself")


def test_nobody_decides_on_a_later_round_of_what_they_submitted(privacy_officer, marketing, campaign_manager):
    second = make_person("Petra Privacy", seat="privacy")
    grant_role(privacy_officer, marketing, Role.MEMBER, by=None)
    submission = make_submission(by=privacy_officer)
    revoke_role(privacy_officer, marketing, by=None)
    decide(submission, second, Verdict.REQUEST_CHANGES)
    start_review(resubmit(submission, by=campaign_manager).pk)

    assert_refused(submission, privacy_officer, "You had a part")
    assert decide(submission, second).status == "approved"


def test_nobody_decides_on_what_they_edited(privacy_officer, marketing, campaign_manager):
    entry = make_entry(description="Calls customers who are about to leave.")
    grant_role(privacy_officer, marketing, Role.MEMBER, by=None)
    change_entry(entry, by=privacy_officer, description="Calls customers who may be about to leave.")
    revoke_role(privacy_officer, marketing, by=None)
    change_entry(entry, by=campaign_manager, description="Calls customers who might be about to leave.")

    assert_refused(make_submission(entry, by=campaign_manager), privacy_officer, "You edited")


def test_nobody_decides_on_what_they_are_accountable_for(privacy_officer):
    entry = make_entry(description="Calls customers who are about to leave.")
    change_entry(entry, accountable_person=privacy_officer.email)

    assert_refused(make_submission(entry), privacy_officer, "accountable")


def test_giving_up_accountability_before_the_vote_does_not_help(privacy_officer):
    entry = make_entry(description="Calls customers who are about to leave.")
    change_entry(entry, accountable_person=privacy_officer.email)
    submission = make_submission(entry)
    change_entry(entry, accountable_person=None)

    assert_refused(submission, privacy_officer, "You had a part")


@pytest.mark.parametrize("who", ["viewer", "service_agent", "stranger", "privacy_officer", "administrator"])
def test_only_who_may_submit_for_the_team_submits(who, marketing, request):
    person = request.getfixturevalue(who)
    entry = make_entry()

    if person.is_superuser:
        assert submit_entry(entry, by=person).status == "submitted"
    else:
        with pytest.raises(PermissionDenied, match="Only members of Marketing"):
            submit_entry(entry, by=person)
        assert not Submission.objects.exists()


def test_refusals_cost_the_same_for_one_as_for_many(privacy_officer, django_assert_num_queries):
    for _ in range(6):
        make_submission()
    found = Submission.objects.select_related("entry__owner_team", "team")
    rows = list(found.prefetch_related("review_seats"))

    with django_assert_num_queries(4):
        assert set(refusals(privacy_officer, rows).values()) == {""}
