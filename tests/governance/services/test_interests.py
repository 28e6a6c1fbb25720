"""Who declared an interest in a vendor is not heard on what names it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Interest, Submission
from governance.parts import parts_of
from governance.services.interests import InterestRefused, declare_interest, end_interest
from governance.services.voting import cast_vote
from registry.models import AuditEvent
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."
SAID = "You declared an interest in Example Mail."


def declare(person, vendor="Example Mail"):
    return declare_interest(vendor, "My brother works there.", by=person)


def part(person, submission) -> str:
    return parts_of([(person, Submission.objects.get(pk=submission.pk))])[0]


@pytest.fixture
def mailer(marketing):
    return make_entry("tool", vendor="EXAMPLE-MAIL Ltd.", description=GOOD)


@pytest.mark.parametrize("kind", ["the tool itself", "a use case with the tool", "a model of the vendor"])
def test_who_has_an_interest_in_a_vendor_is_not_heard_on_what_names_it(
    privacy_officer, it_lead, mailer, kind
):
    declare(it_lead)
    declare(privacy_officer)
    model = {"provider": "Example Mail GmbH", "description": GOOD}
    entry = {
        "the tool itself": lambda: mailer,
        "a use case with the tool": lambda: make_entry(description=GOOD, tools=[mailer.key]),
        "a model of the vendor": lambda: make_entry("ai_model", **model),
    }[kind]()
    submission = make_submission(entry)
    assert part(it_lead, submission) == part(privacy_officer, submission) == SAID
    for person in (it_lead, privacy_officer):
        with pytest.raises(PermissionDenied):
            cast_vote(submission, "approved", by=person, reason="Fine.", seen_digest=submission.review_digest)
    assert not Submission.objects.awaiting_seat_of(it_lead).exists()
    assert not Submission.objects.awaiting_seat_of(privacy_officer).exists()


def test_other_vendors_and_other_people_are_not_concerned(privacy_officer, it_lead, mailer):
    declare(it_lead, "Another Mail")
    submission = make_submission(mailer)
    assert (part(it_lead, submission), part(privacy_officer, submission)) == ("", "")


def test_it_counts_for_what_is_before_the_council_already_and_a_vote_given_before_does_not(it_lead, mailer):
    submission = make_submission(mailer)
    declare(it_lead)
    assert part(it_lead, submission) == SAID
    assert not Submission.objects.awaiting_seat_of(it_lead).exists()


def test_when_it_ended_what_was_submitted_before_stays_closed(it_lead, mailer, later):
    interest = declare(it_lead)
    earlier = make_submission(mailer)
    end_interest(interest, by=it_lead)
    assert part(it_lead, earlier) == SAID
    later(1)
    another = make_submission(make_entry("tool", vendor="Example Mail", description=GOOD))
    assert part(it_lead, earlier) == "You had a part in this when it was submitted."
    assert part(it_lead, another) == ""


def test_only_members_of_the_council_declare_and_only_they_end_it(it_lead, privacy_officer, stranger):
    with pytest.raises(PermissionDenied):
        declare(stranger)
    for vendor, what in ((" ", "Shares."), ("Example Mail", " ")):
        with pytest.raises(InterestRefused):
            declare_interest(vendor, what, by=it_lead)
    with pytest.raises(PermissionDenied):
        end_interest(declare(it_lead), by=privacy_officer)


def test_declaring_twice_is_one_interest_and_both_acts_are_in_the_ledger_without_words(it_lead):
    interest = declare(it_lead)
    assert declare(it_lead) == interest and Interest.objects.count() == 1
    end_interest(interest, by=it_lead)
    events = AuditEvent.objects.filter(subject=interest.subject)
    assert [one.action for one in events.order_by("sequence")] == ["interest.declared", "interest.ended"]
    assert "brother" not in str([one.body for one in events])


def test_asking_for_ties_costs_the_same_for_one_submission_as_for_many(it_lead, mailer):
    declare(it_lead)

    def cost(number: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            parts_of([(it_lead, one) for one in submissions[:number]])
        return len(seen)

    for number in range(3):
        make_submission(make_entry("tool", vendor=f"Vendor {number}", description=GOOD))
    submissions = list(Submission.objects.select_related("entry__owner_team", "team"))
    make_person("Nobody Else", seat="privacy")
    cost(1)
    assert cost(1) == cost(3)


@pytest.mark.usefixtures("shipped_charter")
def test_who_stands_in_is_asked_at_once_and_what_they_said_already_decides(it_lead, mailer, marketing):
    security = make_person("Sven Security", seat="security")
    asked = make_submission(mailer)
    other = make_submission(make_entry("tool", vendor="Example Mail", description=GOOD))
    cast_vote(other, "approved", by=security, reason="Fine.", seen_digest=other.review_digest)
    assert not Submission.objects.awaiting_seat_of(security).exists()

    declare(it_lead)
    assert [one.pk for one in Submission.objects.awaiting_seat_of(security)] == [asked.pk]
    other.refresh_from_db()
    assert (other.status, other.decided_by) == ("approved", security)
