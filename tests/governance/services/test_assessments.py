"""Assessments are written by the team and approved by somebody else; nothing typed is ever lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import Assessment, CheckRun
from governance.services.assessment_approvals import approve_assessment, request_changes
from governance.services.assessments import (
    AlreadyOpen,
    MissingAnswers,
    StaleAnswers,
    UnfitAnswers,
    save_answers,
    start_assessment,
    submit_assessment,
    withdraw_assessment,
)
from governance.services.records import JudgedRegister
from governance.workflow import TransitionNotAllowed
from registry import clock
from registry.ledger.models import AuditEvent
from registry.models import Entry
from tests.assessing import approve, save, submit
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db


def actions(assessment: Assessment) -> list[str]:
    return list(
        AuditEvent.objects.filter(subject=assessment.subject)
        .order_by("sequence")
        .values_list("action", flat=True)
    )


def test_it_begins_with_what_the_registry_knows(dpia, risky):
    assert "Description: Calls people." in dpia.answers["processing"]
    assert (dpia.state, dpia.version, dpia.manifest_digest) == ("in_progress", 1, risky.manifest_digest)
    assert dpia.outline["version"] == 1


def test_nothing_is_filled_in_from_entries_that_the_writer_cant_see(campaign_manager, service_team):
    hidden = make_entry("tool", title="Secret scorer", owner_team="service")
    started = start_assessment(make_entry(tools=[hidden.key]), "dpia", by=campaign_manager)
    assert "Secret scorer" not in str(started.answers)


def test_only_the_team_writes_and_a_refusal_is_recorded(risky, dpia, viewer, privacy_officer, service_agent):
    for person in (viewer, privacy_officer, service_agent):
        with pytest.raises(PermissionDenied):
            start_assessment(risky, "lia", by=person)
        with pytest.raises(PermissionDenied):
            save(dpia, person)
    assert actions(dpia).count("assessment.saving_refused") == 3
    assert AuditEvent.objects.filter(subject=risky.subject, action="entry.assessment_refused").count() == 3


def test_one_is_open_at_a_time_for_each_type(risky, dpia, colleague):
    with pytest.raises(AlreadyOpen) as refused:
        start_assessment(risky, "dpia", by=colleague)
    assert refused.value.assessment == dpia
    start_assessment(risky, "lia", by=colleague)
    columns = {"outline": {}, "revision": 1, "manifest_digest": "x", "author": colleague}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(entry=risky, type="dpia", version=9, **columns)


def test_there_is_no_assessment_without_an_outline_or_of_anything_but_a_use_case(risky, campaign_manager):
    for thing, type_ in ((risky, "red_team"), (risky, "nonsense"), (make_entry("tool"), "dpia")):
        with pytest.raises(ValueError, match="no such assessment"):
            start_assessment(thing, type_, by=campaign_manager)


def test_who_saves_over_somebody_elses_words_is_told_and_overwrites_nothing(
    dpia, campaign_manager, colleague
):
    seen = dpia.answers_digest()
    save_answers(dpia, {"necessity": "Hers."}, by=colleague, seen_digest=seen)
    with pytest.raises(StaleAnswers) as refused:
        save_answers(dpia, {"necessity": "His."}, by=campaign_manager, seen_digest=seen)
    assert refused.value.assessment.answers == {"necessity": "Hers."}
    dpia.refresh_from_db()
    assert dpia.answers == {"necessity": "Hers."}


def test_blanks_are_left_out_and_saving_the_same_again_is_no_event(dpia, campaign_manager):
    saved = save_answers(
        dpia, {"necessity": " Why. ", "views": " "}, by=campaign_manager, seen_digest=dpia.answers_digest()
    )
    assert saved.answers == {"necessity": "Why."}
    save_answers(saved, {"necessity": "Why."}, by=campaign_manager, seen_digest=saved.answers_digest())
    assert actions(dpia) == ["assessment.started", "assessment.saved"]


def test_answers_that_dont_fit_are_named(dpia, campaign_manager):
    with pytest.raises(UnfitAnswers) as refused:
        save(dpia, campaign_manager, residual_risk="tiny", planned="tomorrow")
    assert set(refused.value.problems) == {"residual_risk", "planned"}


def test_it_is_submitted_only_when_every_required_question_is_answered(dpia, campaign_manager):
    with pytest.raises(MissingAnswers) as refused:
        submit_assessment(dpia, by=campaign_manager, seen_digest=dpia.answers_digest())
    assert "necessity" in {question.id for question in refused.value.questions}
    assert submit(dpia, campaign_manager).required_seat == "privacy"


def test_the_seat_that_the_charter_names_approves_and_the_answers_are_frozen(
    dpia, campaign_manager, privacy_officer, it_lead
):
    waiting = submit(dpia, campaign_manager)
    with pytest.raises(PermissionDenied, match="Privacy seat"):
        approve(waiting, it_lead)
    done = approve(waiting, privacy_officer, remark="Good.")
    assert (done.state, done.content_digest) == ("approved", done.answers_digest())
    assert (done.approver, done.approved_on) == (privacy_officer, clock.today())
    with pytest.raises(TransitionNotAllowed):
        save(done, campaign_manager, necessity="Other words.")
    assert actions(done)[-2:] == ["assessment.approval_refused", "assessment.approved"]


def test_what_was_read_is_what_is_approved(dpia, campaign_manager, privacy_officer):
    waiting = submit(dpia, campaign_manager)
    with pytest.raises(StaleAnswers):
        approve_assessment(waiting, by=privacy_officer, seen_digest="0" * 64)


def test_it_counts_no_longer_than_the_outline_says(dpia, campaign_manager, privacy_officer):
    waiting = submit(dpia, campaign_manager)
    for day in (clock.today(), clock.today() + timedelta(days=5000)):
        with pytest.raises(ValueError, match="Choose a day"):
            approve(waiting, privacy_officer, valid_until=day)
    soon = clock.today() + timedelta(days=30)
    assert approve(waiting, privacy_officer, valid_until=soon).valid_until == soon


def test_it_is_sent_back_with_a_remark_and_comes_again(dpia, campaign_manager, privacy_officer):
    waiting = submit(dpia, campaign_manager)
    with pytest.raises(ValueError, match="Say what has to change"):
        request_changes(waiting, by=privacy_officer, remark=" ")
    back = request_changes(waiting, by=privacy_officer, remark="Who exactly?")
    assert (back.state, back.remark) == ("in_progress", "Who exactly?")
    assert submit(back, campaign_manager).remark == ""


def test_a_renewal_begins_with_the_old_answers_and_replaces_the_old_version(
    dpia, risky, campaign_manager, colleague, privacy_officer
):
    old = approve(
        submit(save(dpia, campaign_manager, necessity="Old words."), campaign_manager), privacy_officer
    )
    new = start_assessment(risky, "dpia", by=colleague)
    assert (new.version, new.answers["necessity"], new.state) == (2, "Old words.", "in_progress")
    old.refresh_from_db()
    assert old.state == "approved"
    approve(submit(new, colleague), privacy_officer)
    old.refresh_from_db()
    assert (old.state, old.content_digest) == ("replaced", old.answers_digest())


def test_withdrawing_a_renewal_leaves_the_approval(dpia, risky, campaign_manager, privacy_officer):
    old = approve(submit(dpia, campaign_manager), privacy_officer)
    withdraw_assessment(start_assessment(risky, "dpia", by=campaign_manager), by=campaign_manager)
    old.refresh_from_db()
    assert old.state == "approved"
    assert start_assessment(risky, "dpia", by=campaign_manager).version == 3


def test_rules_read_what_was_approved_and_the_entry_is_checked_again(
    dpia, risky, campaign_manager, privacy_officer, django_capture_on_commit_callbacks
):
    def blocked() -> bool:
        return CheckRun.objects.get(entry=risky, is_current=True).findings.filter(rule_id="PRV-010").exists()

    with django_capture_on_commit_callbacks(execute=True):
        waiting = submit(dpia, campaign_manager)
    assert blocked()
    with django_capture_on_commit_callbacks(execute=True):
        approve(waiting, privacy_officer)
    assert not blocked()
    (row,) = JudgedRegister(as_of=clock.today()).record(risky.document)["assessments"]
    assert (row["status"], row["dpo_consulted"], row["residual_risk"]) == ("approved", True, "low")


def test_an_entry_that_changed_since_is_told_apart(dpia, risky, campaign_manager):
    change_entry(risky, description="Something else.")
    dpia.refresh_from_db()
    assert dpia.manifest_digest != dpia.entry.manifest_digest
    assert save(dpia, campaign_manager).manifest_digest == Entry.objects.get(pk=risky.pk).manifest_digest


def test_what_it_says_is_for_those_who_see_the_entry(dpia, viewer, auditor, service_agent, stranger):
    seen = [Assessment.objects.visible_to(person).count() for person in (viewer, auditor)]
    assert seen == [1, 1]
    assert not Assessment.objects.visible_to(service_agent) and not Assessment.objects.visible_to(stranger)
