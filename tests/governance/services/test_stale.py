"""Approvals that suspend themselves where something material to them changes, and only there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.api.reading import approval_of
from governance.models import Submission, Verdict
from governance.reports.register import register_for
from governance.services import stale
from governance.services.approvals import reinstate_approval
from governance.services.expiring import expire_approvals
from governance.services.verifying import find_changed_submissions
from governance.services.voting import cast_vote
from governance.workflow import Status, TransitionNotAllowed
from registry import clock
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent, Vendor
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."


def approved(entry, *, by):
    submission = make_submission(entry)
    seen = submission.review_digest
    return cast_vote(submission, Verdict.APPROVE, by=by, reason="Fine.", seen_digest=seen)


def data_used(*sources):
    return [{"data_source": one.key, "usage": "inference_input"} for one in sources]


def state_of(submission):
    submission.refresh_from_db()
    return submission.status, submission.ended_why


@pytest.fixture
def records():
    return make_entry("data_source", description="What customers bought.", data_categories=["user.contact"])


@pytest.fixture
def rests_on_records(records, privacy_officer):
    """An approved use case that uses them."""
    return approved(make_entry(description=GOOD, data_links=data_used(records)), by=privacy_officer)


def test_a_data_source_that_gains_a_special_category_suspends_what_uses_it(records, rests_on_records):
    change_entry(records, data_categories=["user.contact", "user.health_and_medical"])
    assert state_of(rests_on_records) == (
        Status.SUSPENDED,
        "Changed since it was approved: a data source that it links to.",
    )
    events = AuditEvent.objects.filter(subject=rests_on_records.subject, action="submission.suspended")
    change_entry(records, data_categories=["user.biometric"])
    assert events.count() == 1
    assert not [*find_changed_submissions(), *find_breaks(AuditEvent.objects.order_by("subject", "sequence"))]


def test_what_is_changed_for_readers_only_leaves_the_approval_in_force(records, rests_on_records, leader):
    change_entry(rests_on_records.entry, title="Churn rescue", tags=["spring"])
    change_entry(records, title="Purchases", description="What customers bought, and when.", record_count=7)
    assert state_of(rests_on_records) == (Status.APPROVED, "")
    assert register_for(leader).get(pk=rests_on_records.entry_id).approval == "approved"
    assert approval_of([rests_on_records]).standing == "approved"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"data_links": []}, "Data it uses"),
        ({"description": "Sells customers."}, "Description"),
        (
            {"description": "Sells customers.", "human_oversight": "in_the_loop"},
            "Description; Human oversight",
        ),
    ],
)
def test_the_reason_names_the_fields_of_the_entry_itself(rests_on_records, changes, said):
    change_entry(rests_on_records.entry, **changes)
    assert state_of(rests_on_records) == (Status.SUSPENDED, f"Changed since it was approved: {said}.")


def test_a_link_that_is_added_suspends_the_approval(records, rests_on_records):
    other = make_entry("data_source", description="What customers said.")
    change_entry(rests_on_records.entry, data_links=data_used(records, other))
    assert state_of(rests_on_records)[0] == Status.SUSPENDED


def test_rows_in_another_order_are_no_change(records, privacy_officer):
    other = make_entry("data_source", description="What customers said.")
    submission = approved(
        make_entry(description=GOOD, data_links=data_used(records, other)), by=privacy_officer
    )
    change_entry(submission.entry, data_links=data_used(other, records))
    assert state_of(submission) == (Status.APPROVED, "")


def test_a_change_reaches_every_approval_that_rests_on_it_and_no_other(records, privacy_officer):
    consent = make_entry("consent_scope", description="For calls.", permitted_data_uses=["marketing"])
    deep = make_entry("data_source", description="Calls.", consent_scopes=[consent.key])
    two = [
        approved(make_entry(description=GOOD, data_links=data_used(deep)), by=privacy_officer)
        for _ in range(2)
    ]
    apart = approved(make_entry(description=GOOD, data_links=data_used(records)), by=privacy_officer)
    change_entry(consent, permitted_data_uses=["essential"])
    assert [state_of(one)[0] for one in (*two, apart)] == [Status.SUSPENDED] * 2 + [Status.APPROVED]


def test_dates_of_proof_move_on_and_not_back(privacy_officer):
    entry = make_entry(description=GOOD, kill_switch_tested_on="2026-01-10")
    submission = approved(entry, by=privacy_officer)
    change_entry(entry, kill_switch_tested_on="2026-09-10")
    assert state_of(submission)[0] == Status.APPROVED
    change_entry(entry, kill_switch_tested_on="2025-09-10")
    assert state_of(submission)[0] == Status.SUSPENDED


def test_an_approval_carries_an_entry_one_stage_on(privacy_officer):
    entry = make_entry(description=GOOD, lifecycle_stage="assessment")
    submission = approved(entry, by=privacy_officer)
    change_entry(entry, lifecycle_stage="pilot")
    assert state_of(submission)[0] == Status.APPROVED
    change_entry(entry, lifecycle_stage="retired")
    assert state_of(submission)[0] == Status.APPROVED, "what is retired runs no more"
    change_entry(entry, lifecycle_stage="production")
    assert state_of(submission) == (Status.SUSPENDED, "Changed since it was approved: Stage.")


def test_what_was_changed_while_it_was_reviewed_is_suspended_as_it_is_approved(records, privacy_officer):
    submission = make_submission(make_entry(description=GOOD, data_links=data_used(records)))
    change_entry(records, data_categories=["user.health_and_medical"])
    seen = submission.review_digest
    submission = cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="Fine.", seen_digest=seen)
    assert submission.status == Status.SUSPENDED
    assert not list(find_changed_submissions())


def test_only_what_is_as_it_was_approved_is_put_in_force_again(records, rests_on_records, privacy_officer):
    change_entry(records, data_categories=["user.health_and_medical"])
    with pytest.raises(TransitionNotAllowed, match="a data source that it links to. It has to be submitted"):
        reinstate_approval(rests_on_records, by=privacy_officer, reason="All is well.")
    change_entry(records, data_categories=["user.contact"], title="Purchases")
    again = reinstate_approval(rests_on_records, by=privacy_officer, reason="It was a mistake.")
    assert again.status == Status.APPROVED


def test_where_many_rest_on_it_they_are_compared_after_the_save_even_after_a_crash(
    records, rests_on_records, privacy_officer, monkeypatch, leader
):
    others = [
        approved(make_entry(description=GOOD, data_links=data_used(records)), by=privacy_officer)
        for _ in range(2)
    ]
    monkeypatch.setattr(stale, "MOST_AT_ONCE", 2)
    change_entry(records, data_categories=["user.health_and_medical"])
    every = (rests_on_records, *others)
    # The task that the save would have sent is lost with the crash.
    assert {state_of(one)[0] for one in every} == {Status.APPROVED}
    assert register_for(leader).get(pk=rests_on_records.entry_id).approval == "changed"
    stale.compare_noted()
    assert {state_of(one)[0] for one in every} == {Status.SUSPENDED}
    assert not Submission.objects.filter(is_to_compare=True).exists()


def test_an_import_of_many_asks_no_more_of_the_database_than_one_save(
    records, rests_on_records, django_assert_num_queries
):
    many = [records, *(make_entry("data_source", description=GOOD) for _ in range(30))]
    for entry in many:
        entry.revision_count = 2
    stale.suspend_what_rests_on(many, by=None)
    with CaptureQueriesContext(connection) as one:
        stale.suspend_what_rests_on([records], by=None)
    with django_assert_num_queries(len(one)):
        stale.suspend_what_rests_on(many, by=None)
    assert len(one) < 25
    assert state_of(rests_on_records) == (Status.APPROVED, "")


def test_what_no_save_tells_of_is_found_at_night(it_lead):
    submission = approved(make_entry("tool", description=GOOD, vendor="Acme"), by=it_lead)
    Vendor.objects.filter(name="Acme").update(registration_no="HRB 1")
    stale.compare_everything()
    assert state_of(submission)[0] == Status.APPROVED
    Vendor.objects.filter(name="Acme").update(country="US")
    stale.compare_everything()
    assert state_of(submission) == (Status.SUSPENDED, "Changed since it was approved: Vendor: country.")


def test_an_approval_past_its_last_day_expires(rests_on_records, later):
    later((rests_on_records.valid_until - clock.today()).days)
    assert expire_approvals() == 0
    later(1)
    assert (expire_approvals(), expire_approvals()) == (1, 0)
    last = f"{rests_on_records.valid_until:%-d %B %Y}"
    assert state_of(rests_on_records) == (Status.EXPIRED, f"It counted until {last}.")
    assert clock.today() == rests_on_records.valid_until + timedelta(days=1)
    assert not list(find_changed_submissions())
