"""The record that rules read: the registry's facts with what is held here, the same for every caller."""

from datetime import date, timedelta
from itertools import count

import pytest

from governance.assessing import State
from governance.models import Assessment
from governance.services.engine import Checker
from governance.services.records import JudgedRegister
from registry import clock
from registry.models import Entry
from registry.services.organisation import set_organisation
from tests.personas import make_entry, make_person, make_submission

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
OURS = {"type": "dpia", "status": "approved", "valid_until": "2099-01-31", "residual_risk": "high"}
_numbers = count(1)
# Queries by which the register is read, and by which it is found to be as it was.
READ, LOOKED_AT = 23, 7


def hold(entry: Entry, state: State = State.APPROVED, type_: str = "dpia", **columns) -> Assessment:
    """A row as the services leave it."""
    approval = {
        "approver": make_person("Ann Approver", email=f"approver-{next(_numbers)}@example.org"),
        "approved_on": DAY,
        "valid_until": DAY + timedelta(days=30),
        "content_digest": "d" * 64,
        "facts": {"residual_risk": "low", "dpo_consulted": True},
    }
    author = make_person("Wim Writer", email=f"writer-{next(_numbers)}@example.org")
    said = {"entry": entry, "type": type_, "state": state, "author": author, "outline": {}}
    said |= {"revision": entry.revision_count, "manifest_digest": entry.manifest_digest}
    return Assessment.objects.create(**said | (approval if state == State.APPROVED else {}) | columns)


def assessments_of(entry: Entry, as_of: date = DAY, **options) -> list[dict]:
    register = JudgedRegister(as_of=as_of, **options)
    return register.record(entry.document).get("assessments")


def test_an_approved_assessment_is_read_with_its_facts_its_term_and_its_digest():
    entry = make_entry(assessments=[])
    held = hold(entry)

    (row,) = assessments_of(entry)

    assert row["approver"]["email"] == held.approver.email
    assert {name: row[name] for name in ("type", "status", "residual_risk", "valid_until")} == {
        "type": "dpia",
        "status": "approved",
        "residual_risk": "low",
        "valid_until": "2026-03-31",
    }
    assert row["document_url"] == f"/assessments/{held.pk}/"
    assert row["document_digest"] == "d" * 64


def test_an_approval_that_ran_out_is_read_as_expired_from_the_day_after_its_last():
    entry = make_entry(assessments=[])
    hold(entry, valid_until=DAY)
    assert assessments_of(entry, DAY)[0]["status"] == "approved"
    assert assessments_of(entry, DAY + timedelta(days=1))[0]["status"] == "expired"


def test_what_was_judged_here_replaces_the_manifests_row_of_its_type_only():
    lia = {"type": "lia", "status": "complete"}
    entry = make_entry(assessments=[OURS, lia])
    hold(entry)
    assert [(row["type"], row.get("residual_risk")) for row in assessments_of(entry)] == [
        ("lia", None),
        ("dpia", "low"),
    ]


def test_a_draft_stands_beside_an_assessment_made_elsewhere_and_says_nothing_that_nobody_approved(
    campaign_manager, stranger
):
    set_organisation(by=None, legal_name="Acme", assessments_kept="elsewhere")
    named = {"assessor": campaign_manager.email, "approver": stranger.email}
    document = {"document_url": "https://example.org/dpia", "document_digest": "d" * 64}
    entry = make_entry(assessments=[OURS | named | document])
    hold(entry, State.IN_PROGRESS, facts={"residual_risk": "low"})
    said, draft = assessments_of(entry)
    assert said["status"] == "approved"
    assert (draft["status"], draft.get("residual_risk")) == ("in_progress", None)


def test_what_waits_for_approval_is_still_under_way():
    entry = make_entry(assessments=[])
    hold(entry, State.SUBMITTED, submitted_at=clock.now())
    assert assessments_of(entry)[0]["status"] == "in_progress"


@pytest.mark.parametrize(("days", "status"), [(0, "approved"), (31, "in_progress")])
def test_an_approval_counts_until_it_runs_out_and_then_its_renewal_does(days, status):
    entry = make_entry(assessments=[])
    hold(entry)
    hold(entry, State.IN_PROGRESS, version=2)
    (row,) = assessments_of(entry, DAY + timedelta(days=days))
    assert row["status"] == status


def test_others_stay_possible_where_the_manifest_does_not_say_which_there_are():
    entry = make_entry(systematic_monitoring=True)
    hold(entry, type_="lia")
    assert "$unknown" in assessments_of(entry)[0]
    outcome = {
        one.rule_id: one.outcome for one in Checker(as_of=DAY).under_check(entry.document).report().findings
    }
    assert outcome["PRV-010"] == "unknown"


def test_what_is_withdrawn_is_not_read():
    entry = make_entry()
    hold(entry, State.WITHDRAWN)
    assert assessments_of(entry) is None


def test_nothing_is_read_from_the_assessments_of_an_entry_that_the_reader_cant_see(stranger, colleague):
    entry = make_entry(owner_team="marketing")
    hold(entry)
    assert assessments_of(entry, also=[entry.document], visible_to=stranger) is None
    assert assessments_of(entry, also=[entry.document], visible_to=colleague)[1]["status"] == "approved"


def test_an_entry_that_is_linked_to_is_read_with_its_assessments_too():
    entry = make_entry(assessments=[])
    hold(entry)
    other = make_entry(shares_decision_logic_with=[entry.key])
    record = JudgedRegister(as_of=DAY).record(other.document)
    assert record["shares_decision_logic_with"][0]["assessments"][0]["status"] == "approved"


def test_a_submission_freezes_what_a_check_reads():
    entry = make_entry(assessments=[], description="AI")
    hold(entry, valid_until=date(2099, 1, 1))
    submission = make_submission(entry, in_review=False)
    checker = Checker(as_of=submission.as_of)
    assert submission.snapshot == checker.register.record(entry.document)
    assert submission.snapshot["assessments"][0]["status"] == "approved"


def test_a_portfolio_costs_two_queries_more_and_then_one(django_assert_max_num_queries):
    for _ in range(3):
        hold(make_entry(assessments=[]))
    with django_assert_max_num_queries(READ + 3):  # looked at twice, in case somebody writes meanwhile
        JudgedRegister(as_of=DAY).records()
    with django_assert_max_num_queries(LOOKED_AT + 1):
        JudgedRegister(as_of=DAY).records()
