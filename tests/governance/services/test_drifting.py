"""Approvals that today's rules would not let be given: told, and left in force."""

import pytest

from governance.models import Notice, Submission, Verdict
from governance.reports.register import register_for
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.drifting import note_drift
from governance.services.portfolio import check_portfolio
from governance.services.verifying import find_changed_submissions
from governance.services.voting import cast_vote
from governance.workflow import Status
from policies import Settings
from registry.models import AuditEvent
from tests.personas import make_entry, make_person, make_submission, make_waiver
from tests.policies.writing import pack_text, rule_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_at_approval(settings, tmp_path):
    """In place of the shipped packs, TST-001: a use case has ``rag_enabled``. It is asked before a yes."""
    rule = rule_of(gates=["approve", "schedule"], waiver={"allowed": True, "approvals": 1})
    (tmp_path / "asked.yaml").write_text(pack_text(rule))
    settings.MUSTER_PACKS = [str(tmp_path / "asked.yaml")]


@pytest.fixture
def approved_by_lenient_rules(privacy_officer, it_lead, campaign_manager):
    """Of a use case that fails TST-001, which was a remark when it was approved."""
    change_rules("warn", privacy_officer, it_lead)
    submission = make_submission(make_entry(rag_enabled=False), by=campaign_manager)
    seen = submission.review_digest
    return cast_vote(submission, Verdict.APPROVE, by=privacy_officer, reason="Fine.", seen_digest=seen)


def change_rules(mode, proposer, activator):
    change = propose_rules(Draft(settings=Settings(modes={"TST-001": mode})), by=proposer, reason="So.")
    activate_rules(change, by=activator, reason="So.")
    check_portfolio()


def standing(submission, user):
    submission.refresh_from_db()
    return submission.status, register_for(user).get(pk=submission.entry_id).approval


def test_rules_that_are_activated_show_what_drifts_and_suspend_nothing(
    approved_by_lenient_rules, privacy_officer, it_lead, campaign_manager, leader
):
    submission = approved_by_lenient_rules
    assert standing(submission, leader) == (Status.APPROVED, "approved")
    change_rules("block", privacy_officer, it_lead)

    assert standing(submission, leader) == (Status.APPROVED, "drifting")
    assert list(Submission.objects.drifting()) == [submission]
    told = Notice.objects.filter(kind="drift").values_list("recipient__email", flat=True)
    assert sorted(told) == sorted([campaign_manager.email, privacy_officer.email])
    (event,) = AuditEvent.objects.filter(subject=submission.subject, action="submission.drifts")
    assert event.body["rules"] == ["TST-001"]
    note_drift()
    check_portfolio()
    assert Notice.objects.filter(kind="drift").count() == 2, "nobody is told twice"

    change_rules("warn", privacy_officer, it_lead)
    assert standing(submission, leader) == (Status.APPROVED, "approved")
    assert AuditEvent.objects.filter(action="submission.drifts_no_more").count() == 1
    assert not list(find_changed_submissions())


def test_a_waiver_ends_the_drift(approved_by_lenient_rules, privacy_officer, it_lead, leader):
    submission = approved_by_lenient_rules
    change_rules("block", privacy_officer, it_lead)
    make_waiver(submission.entry, approver=make_person("Sara Security", seat="security"))
    check_portfolio()
    assert standing(submission, leader) == (Status.APPROVED, "approved")


def test_what_is_not_approved_does_not_drift(privacy_officer, it_lead):
    change_rules("warn", privacy_officer, it_lead)
    make_submission(make_entry(rag_enabled=False))
    change_rules("block", privacy_officer, it_lead)
    assert not Submission.objects.filter(drifts_since__isnull=False).exists()
