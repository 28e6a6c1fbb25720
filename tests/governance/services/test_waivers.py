"""Asking for a waiver, agreeing to it, and what it changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import CheckRun, Waiver, WaiverApproval, WaiverStatus
from governance.services.engine import Checker
from governance.services.portfolio import check_portfolio, complete_left_behind
from governance.services.waivers import (
    WaiverRefused,
    approve_waiver,
    follow_the_calendar,
    reject_waiver,
    request_waiver,
    revoke_waiver,
    withdraw_waiver,
)
from registry import clock
from registry.models import AuditEvent
from tests.personas import change_entry, make_entry, make_person, make_waiver
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]

WORDS = {
    "reason": "The vendor describes it in spring.",
    "compensating_control": "A person reads each answer.",
    "proof": "Minutes of 12 November.",
}


@pytest.fixture
def entry():
    return make_entry(description="AI")


def actions_of(thing):
    events = AuditEvent.objects.filter(subject=thing.subject).order_by("sequence")
    return list(events.values_list("action", flat=True))


def verdict_of(entry):
    run = CheckRun.objects.current().filter(entry=entry).first()
    return run.verdict if run else None


def ask(entry, by, days=30, rule="TST-001", **changes):
    check_portfolio()
    until = clock.today() + timedelta(days=days)
    return request_waiver(entry, rule, by=by, **(WORDS | {"expires_on": until} | changes))


def test_what_is_granted_is_waived_after_the_commit_and_is_no_pass(
    entry, campaign_manager, privacy_officer, django_capture_on_commit_callbacks
):
    waiver = ask(entry, campaign_manager)
    assert verdict_of(entry) == "fail"
    with django_capture_on_commit_callbacks(execute=True):
        waiver = approve_waiver(waiver, by=privacy_officer, reason="For a month.")
    run = CheckRun.objects.current().get(entry=entry)
    assert (waiver.status, waiver.granted_on) == (WaiverStatus.GRANTED, clock.today())
    assert (run.verdict, run.waived_until) == ("conditional", waiver.expires_on)
    (finding,) = run.findings.all()
    assert (finding.disposition, finding.outcome, finding.blocks) == ("waived", "fail", False)
    assert finding.waiver == {"id": str(waiver.pk), "until": waiver.expires_on.isoformat()}
    assert actions_of(waiver) == ["waiver.requested", "waiver.approved", "waiver.granted"]


@pytest.mark.parametrize("field", sorted(WORDS))
def test_every_question_has_to_be_answered(entry, campaign_manager, field):
    with pytest.raises(WaiverRefused) as refusal:
        ask(entry, campaign_manager, **{field: "  "})
    assert refusal.value.field == field


@pytest.mark.parametrize("days", [-1, 181])
def test_a_waiver_ends_neither_in_the_past_nor_beyond_what_the_rule_allows(entry, campaign_manager, days):
    with pytest.raises(WaiverRefused) as refusal:
        ask(entry, campaign_manager, days=days)
    assert refusal.value.field == "expires_on"


@pytest.mark.parametrize("days", [0, 180])
def test_the_first_and_the_last_day_allowed_count(entry, campaign_manager, days):
    assert ask(entry, campaign_manager, days=days).standing == "asked"


def test_only_what_was_found_can_be_waived(entry, campaign_manager):
    with pytest.raises(WaiverRefused, match="no open finding"):
        ask(entry, campaign_manager, rule="TST-009")
    with pytest.raises(WaiverRefused, match="no open finding"):
        ask(make_entry(description="Calls customers who are about to leave."), campaign_manager)


def test_one_rule_of_one_entry_is_asked_for_once_at_a_time(entry, campaign_manager, colleague):
    ask(entry, campaign_manager)
    with pytest.raises(WaiverRefused, match="asked for already"):
        ask(entry, colleague)


def test_only_the_team_asks(entry, service_agent, viewer):
    for person in (service_agent, viewer):
        with pytest.raises(PermissionDenied, match="Only members of Marketing"):
            ask(entry, person)


def test_who_has_a_part_in_it_approves_nothing_and_the_attempt_is_kept(entry, campaign_manager, colleague):
    from governance.services.seats import give_seat

    waiver = ask(entry, campaign_manager)
    for person, sentence in ((campaign_manager, "yourself"), (colleague, "You belong to Marketing")):
        give_seat(person, "privacy", by=None)
        with pytest.raises(PermissionDenied, match=sentence):
            approve_waiver(waiver, by=person, reason="Fine.")
    assert actions_of(waiver) == ["waiver.requested", "waiver.approval_refused", "waiver.approval_refused"]


def test_who_left_the_team_since_approves_nothing(entry, campaign_manager, colleague):
    from governance.services.seats import give_seat

    waiver = ask(entry, campaign_manager)
    colleague.memberships.all().delete()
    give_seat(colleague, "legal", by=None)
    with pytest.raises(PermissionDenied, match="had a part"):
        approve_waiver(waiver, by=colleague, reason="Fine.")


def test_a_seat_that_may_not_waive_and_an_administrator_approve_nothing(
    entry, campaign_manager, administrator
):
    waiver = ask(entry, campaign_manager)
    for person in (administrator, make_person("Mona Marketing", seat="marketing")):
        with pytest.raises(PermissionDenied, match="Only holders of these seats"):
            approve_waiver(waiver, by=person, reason="Fine.")


def test_it_takes_as_many_people_as_the_rule_says(entry, campaign_manager, privacy_officer, it_lead):
    waiver = ask(entry, campaign_manager)
    Waiver.objects.filter(pk=waiver.pk).update(approvals_needed=2)
    for _ in range(2):
        waiver = approve_waiver(waiver, by=privacy_officer, reason="Fine.")
        assert (waiver.status, waiver.approvals.count()) == (WaiverStatus.ASKED, 1)
    assert approve_waiver(waiver, by=it_lead, reason="Fine.").status == WaiverStatus.GRANTED


def test_the_database_lets_nobody_approve_twice(entry, campaign_manager, privacy_officer):
    waiver = ask(entry, campaign_manager)
    for attempt in range(2):
        said = WaiverApproval(waiver=waiver, approver=privacy_officer, seat="privacy", reason="Fine.")
        if not attempt:
            said.save()
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            said.save()


def test_what_changed_since_it_was_asked_for_is_not_approved(entry, campaign_manager, privacy_officer):
    waiver = ask(entry, campaign_manager)
    change_entry(entry, description="ML")
    check_portfolio()
    with pytest.raises(WaiverRefused, match="asked for anew"):
        approve_waiver(waiver, by=privacy_officer, reason="Fine.")


def test_a_change_of_what_it_stands_on_ends_a_waiver(entry, privacy_officer):
    make_waiver(entry, approver=privacy_officer)
    check_portfolio()
    assert verdict_of(entry) == "conditional"
    change_entry(entry, description="ML")
    check_portfolio()
    run = CheckRun.objects.current().get(entry=entry)
    assert (run.verdict, run.waivers[0]["status"]) == ("fail", "evidence_changed")


def test_a_rejected_request_can_be_made_again(entry, campaign_manager, privacy_officer):
    waiver = reject_waiver(ask(entry, campaign_manager), by=privacy_officer, reason="Describe it.")
    assert (waiver.status, waiver.ended_why) == (WaiverStatus.REJECTED, "Describe it.")
    with pytest.raises(WaiverRefused, match="it is rejected"):
        approve_waiver(waiver, by=privacy_officer, reason="Fine.")
    assert ask(entry, campaign_manager).standing == "asked"


def test_a_request_that_nobody_answered_in_time_lapses(entry, campaign_manager, privacy_officer, later):
    waiver = ask(entry, campaign_manager, days=1)
    later(2)
    assert waiver.standing == "lapsed"
    assert list(Waiver.objects.lapsed()) == [waiver]
    with pytest.raises(WaiverRefused, match="last day has passed"):
        approve_waiver(waiver, by=privacy_officer, reason="Fine.")


@pytest.mark.parametrize("end", ["revoke", "withdraw"])
def test_ending_a_waiver_checks_the_entry_again(
    entry, campaign_manager, privacy_officer, django_capture_on_commit_callbacks, end
):
    waiver = make_waiver(entry, approver=privacy_officer)
    check_portfolio()
    with django_capture_on_commit_callbacks(execute=True):
        if end == "revoke":
            revoke_waiver(waiver, by=privacy_officer, reason="The vendor is late.")
        else:
            withdraw_waiver(waiver, by=campaign_manager)
    assert verdict_of(entry) == "fail"
    assert actions_of(waiver)[-1] == {"revoke": "waiver.revoked", "withdraw": "waiver.withdrawn"}[end]
    with pytest.raises(WaiverRefused):
        withdraw_waiver(waiver, by=campaign_manager)


def test_no_stored_verdict_outlives_a_waiver(entry, privacy_officer, later):
    waiver = make_waiver(entry, approver=privacy_officer, days=3)
    check_portfolio()
    later(3)
    assert (verdict_of(entry), waiver.standing) == ("conditional", "granted")
    later(1)
    assert (verdict_of(entry), waiver.standing) == (None, "expired")
    follow_the_calendar()
    later(1)
    complete_left_behind()
    run = CheckRun.objects.current().get(entry=entry)
    assert (run.verdict, run.waivers[0]["status"]) == ("fail", "expired")


def test_a_waiver_counts_for_who_does_not_see_what_it_was_granted_for(
    service_team, campaign_manager, privacy_officer, settings, tmp_path
):
    rule = rule_of(applies_to=["tool"], require=[check_of({"facts.alike.keys": {"empty": True}})])
    alike = {"alike": {"kind": "peers", "of": "tool", "same": ["status"]}}
    (tmp_path / "test.yaml").write_text(pack_text(rule, facts=alike))
    settings.MUSTER_PACKS = [str(tmp_path / "test.yaml")]
    ours = make_entry("tool", status="shadow")
    for _ in "ab":
        make_entry("tool", owner_team=service_team, status="shadow")
    make_entry("tool", status="shadow")
    make_waiver(ours, approver=privacy_officer)
    seen, whole = (
        Checker(visible_to=who).under_check(ours.document).report() for who in (campaign_manager, None)
    )
    assert (seen.verdict, whole.verdict) == ("conditional", "conditional")
    (told,), (found,) = seen.findings, whole.findings
    assert told.pointers != found.pointers
    assert told.evidence_digest != found.evidence_digest
