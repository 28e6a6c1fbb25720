"""Who is heard changes in the middle of a round: whoever has to act from then on is told, once."""

from collections import Counter
from datetime import timedelta

import pytest

from governance.models import Notice, NoticeKind, Submission, Verdict
from governance.services.delegations import delegate_seat, end_delegation
from governance.services.hearing import hear_all_anew, hear_anew_for
from governance.services.seats import end_seat, give_seat
from governance.services.urgent import approve_urgently
from governance.services.voting import cast_vote
from registry import clock
from registry.models import Role
from registry.services.people import grant_role, revoke_role
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule", "shipped_charter")]
SEATS = ("privacy", "security", "legal", "it")


@pytest.fixture
def council(db):
    """One holder of each seat, seated since last week."""
    with clock.at(clock.now() - timedelta(days=7)):
        return {seat: make_person(f"{seat.capitalize()} Holder", seat=seat) for seat in SEATS}


@pytest.fixture
def submission(campaign_manager, council):
    """It asks privacy and security; legal stands in for privacy."""
    entry = make_entry(by=campaign_manager, description="Calls customers who are about to leave.")
    return make_submission(entry, by=campaign_manager)


@pytest.fixture
def afterwards(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks(execute=True)


def told(kind=NoticeKind.REVIEW) -> Counter:
    return Counter(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def required(submission) -> set[str]:
    return set(submission.review_seats.filter(is_required=True).values_list("function", flat=True))


def vote(submission, by, verdict):
    said = {"reason": "A friend of mine.", "seen_digest": submission.review_digest}
    return cast_vote(submission, verdict, by=by, **said)


BOTH = {"Privacy Holder": 1, "Security Holder": 1}


def test_who_stands_in_for_a_seat_that_recused_itself_is_told_and_of_what(submission, council):
    assert told() == BOTH
    vote(submission, council["privacy"], Verdict.RECUSE)
    assert told() == BOTH | {"Legal Holder": 1}
    notice = Notice.objects.get(recipient=council["legal"])
    assert notice.title == f"{submission.entry.title} waits for a decision of the Legal and Security seats"
    assert notice.url == f"/submissions/{submission.pk}/"
    hear_all_anew()
    assert told() == BOTH | {"Legal Holder": 1}, "nobody is told twice"


def test_who_voted_or_recused_themselves_is_not_asked_again(submission, council):
    vote(submission, council["security"], Verdict.APPROVE)
    Notice.objects.all().delete()
    vote(submission, council["privacy"], Verdict.RECUSE)
    assert told() == {"Legal Holder": 1}


def test_a_holder_who_joins_the_team_is_not_heard_and_who_stands_in_is_told(submission, council, afterwards):
    with afterwards:
        grant_role(council["privacy"], submission.entry.owner_team, Role.VIEWER, by=None)
    assert required(submission) == {"legal", "security"}
    assert told() == BOTH | {"Legal Holder": 1}
    assert Submission.objects.awaiting_seat_of(council["legal"]).get() == submission


def test_who_speaks_for_no_seat_joins_and_leaves_teams_without_anything_asked_anew(
    submission, stranger, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as queued:
        grant_role(stranger, submission.entry.owner_team, Role.VIEWER, by=None)
        revoke_role(stranger, submission.entry.owner_team, by=None)
    assert queued == []


def test_who_is_newly_seated_finds_what_waits_for_the_seat_and_is_told(
    submission, council, django_capture_on_commit_callbacks
):
    vote(submission, council["privacy"], Verdict.RECUSE)
    with django_capture_on_commit_callbacks(execute=True):
        new = make_person("Nora New", seat="privacy")
    assert required(submission) == {"privacy", "security"}
    assert Submission.objects.awaiting_seat_of(new).get() == submission
    assert told() == BOTH | {"Legal Holder": 1, "Nora New": 1}


def test_a_second_holder_of_a_seat_that_is_asked_is_told_as_well(submission, stranger, afterwards):
    with afterwards:
        give_seat(stranger, "security", by=None)
    assert told() == BOTH | {stranger.name: 1}


def test_when_the_last_free_holder_goes_who_stands_in_is_told(campaign_manager, council, afterwards):
    with clock.at(clock.now() - timedelta(days=7)):
        make_person("Percy Part", seat="privacy", team="marketing")
    submission = make_submission(make_entry(description="Calls customers."), by=campaign_manager)
    assert required(submission) == {"privacy", "security"}
    with afterwards:
        end_seat(council["privacy"].seats.get(), by=None, last_day=clock.today() - timedelta(days=1))
    assert required(submission) == {"legal", "security"}
    assert told() == BOTH | {"Legal Holder": 1}


def test_a_delegate_is_told_of_the_loan_and_of_what_waits_and_nobody_else_is(
    submission, council, django_capture_on_commit_callbacks
):
    lender, delegate = council["security"], council["it"]
    with django_capture_on_commit_callbacks(execute=True):
        lent = delegate_seat(lender.seats.get(), delegate, by=lender, until=clock.today(), reason="Ill.")
    assert told(NoticeKind.LOAN) == {"It Holder": 1}
    notice = Notice.objects.get(kind=NoticeKind.LOAN)
    assert notice.title.startswith("You vote for the Security seat until ")
    assert "Ill" not in notice.text
    assert notice.url == "/council/"
    assert notice in Notice.objects.visible_to(delegate)
    assert told() == BOTH | {"It Holder": 1}
    with django_capture_on_commit_callbacks(execute=True):
        end_delegation(lent, by=lender)
    assert told() == BOTH | {"It Holder": 1}


def test_a_holder_who_leaves_the_team_again_is_heard_again_and_not_told_twice(
    submission, council, django_capture_on_commit_callbacks
):
    for act in (lambda *who: grant_role(*who, Role.VIEWER, by=None), lambda *who: revoke_role(*who, by=None)):
        with django_capture_on_commit_callbacks(execute=True):
            act(council["privacy"], submission.entry.owner_team)
    assert required(submission) == {"privacy", "security"}
    assert told() == BOTH | {"Legal Holder": 1}


def test_a_loan_that_ends_has_it_asked_anew_what_the_votes_come_to(
    council, django_capture_on_commit_callbacks
):
    lender = council["security"]
    lent = delegate_seat(lender.seats.get(), council["it"], by=lender, until=clock.today(), reason="Ill.")
    with django_capture_on_commit_callbacks() as queued:
        end_delegation(lent, by=lender)
        end_delegation(lent, by=lender)
    assert len(queued) == 1, "what ended already changes nothing"


def test_who_can_say_it_too_is_told_when_somebody_calls_it_urgent(submission, council, campaign_manager):
    make_person("Percy Part", seat="legal", team="marketing")
    make_person("Mark Marketing", seat="marketing")
    before = told()
    seen = {"reason": "The old one breaks.", "seen_digest": submission.review_digest}
    approve_urgently(submission, by=council["security"], **seen)
    assert told() - before == {"Privacy Holder": 1, "Legal Holder": 1, "It Holder": 1}
    notice = Notice.objects.filter(recipient=council["legal"]).get()
    assert "can't wait" in notice.text
    assert "breaks" not in notice.title + notice.text
    approve_urgently(submission, by=council["security"], **seen)
    assert sum(told().values()) == sum(before.values()) + 3, "saying it again tells nobody"
    approve_urgently(submission, by=council["privacy"], **seen)
    assert not Notice.objects.unseen().filter(title=notice.title).exists()


def test_an_act_that_is_taken_back_tells_nobody(submission, council, stranger):
    """Until it is committed nothing is asked anew."""
    give_seat(stranger, "privacy", by=None)
    assert told() == BOTH


def test_a_seat_that_changes_has_only_what_it_is_asked_for_heard_anew(submission, council):
    give_seat(make_person("Nora New"), "privacy", by=None)
    assert not submission.review_seats.filter(function="finance").exists()
    hear_anew_for(["finance"])
    assert told() == BOTH
    hear_anew_for(["privacy"])
    assert told() == BOTH | {"Nora New": 1}
