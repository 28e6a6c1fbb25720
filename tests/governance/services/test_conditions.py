"""Conditions close by themselves, and an approval lapses where one is missed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from governance.models import CheckRun, Condition, ConditionState, Notice, Verdict
from governance.services.approvals import revoke_approval, suspend_approval
from governance.services.condition_drafts import ConditionRefused
from governance.services.conditions import follow_checks, follow_conditions
from governance.services.submissions import withdraw
from governance.services.voting import cast_vote
from governance.tasks import pick_up_left_behind
from governance.workflow import Status
from registry import clock
from registry.models import AuditEvent
from tests.personas import change_entry, make_draft, make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def approve(submission, person, *drafts, verdict=Verdict.APPROVE_WITH_CONDITIONS, reason="On conditions."):
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=person, reason=reason, seen_digest=seen, conditions=drafts)


def fulfil(submission):
    change_entry(submission.entry, privacy_officer_reviewed=True)


@pytest.fixture
def approved(privacy_officer):
    return approve(make_submission(), privacy_officer, make_draft())


def test_a_condition_closes_by_itself_with_evidence_once_the_record_meets_it(approved):
    assert follow_conditions() == 0
    fulfil(approved)
    assert follow_conditions() == 1
    assert follow_conditions() == 0

    condition = approved.conditions.get()
    assert (condition.state, condition.closed_at is not None) == (ConditionState.MET, True)
    assert condition.evidence["seen"] == [
        {
            "pointer": "/privacy_officer_reviewed",
            "label": "Has the privacy officer reviewed it?",
            "expected": "is yes",
            "actual": True,
        }
    ]
    assert len(condition.evidence["record_digest"]) == len(condition.evidence["packs_digest"]) == 64
    approved.refresh_from_db()
    assert approved.status == Status.APPROVED_WITH_CONDITIONS
    assert AuditEvent.objects.filter(subject=condition.subject).last().action == "condition.met"


def test_a_check_of_what_was_changed_settles_its_conditions(approved, privacy_officer):
    other = approve(
        make_submission(make_entry(description="Answers e-mails of customers.")),
        privacy_officer,
        make_draft(),
    )
    for one in (approved, other):
        fulfil(one)
    runs = CheckRun.objects.filter(entry=approved.entry).waiting()
    assert follow_checks([run.pk for run in runs]) == 1
    assert [one.conditions.get().state for one in (approved, other)] == ["met", "open"]


def test_a_rule_that_finds_nothing_any_more_is_a_condition(privacy_officer, settings, tmp_path):
    from tests.policies.writing import pack_text, rule_of

    (tmp_path / "medium.yaml").write_text(
        pack_text(rule_of(severity="medium", gates=["approve"], unknown_as="warn"))
    )
    settings.MUSTER_PACKS = [str(tmp_path / "medium.yaml")]
    submission = approve(make_submission(), privacy_officer, make_draft({"rule": "TST-001"}))
    assert follow_conditions() == 0  # nobody said whether it has that: unknown is not met
    change_entry(submission.entry, rag_enabled=False)
    assert follow_conditions() == 0
    change_entry(submission.entry, rag_enabled=True)
    assert follow_conditions() == 1
    assert submission.conditions.get().evidence["rule_version"] == 1


def test_an_approval_lapses_by_itself_on_the_day_after_a_condition_was_due(approved, later):
    later(6)
    pick_up_left_behind()
    approved.refresh_from_db()
    assert approved.status == Status.APPROVED_WITH_CONDITIONS
    later(1)
    fulfil(approved)  # too late
    pick_up_left_behind()

    approved.refresh_from_db()
    due = (clock.today() - timedelta(days=1)).strftime("%-d %B %Y")
    assert approved.status == Status.EXPIRED
    assert approved.ended_why == f"A condition was not met by {due}: The officer reads it."
    assert approved.conditions.get().state == ConditionState.MISSED
    told = AuditEvent.objects.filter(action__in=["condition.missed", "submission.expired"])
    assert [one.actor for one in told] == ["system", "system"]


def test_one_missed_condition_ends_the_approval_and_drops_the_others(privacy_officer, later):
    submission = approve(make_submission(), privacy_officer, make_draft(), make_draft(days=20))
    later(7)
    follow_conditions()
    assert list(submission.conditions.values_list("state", flat=True)) == ["missed", "dropped"]


def test_who_sees_to_a_condition_is_told_that_it_is_met_and_the_team_too_that_one_was_missed(
    campaign_manager, viewer, privacy_officer, later
):
    asked = {"count": {"in": "tools", "gte": 1}}
    drafts = [make_draft(owner=viewer), make_draft(asked, owner=viewer)]
    submission = approve(make_submission(by=campaign_manager), privacy_officer, *drafts)
    before = Notice.objects.count()

    def told():
        new = Notice.objects.order_by("pk")[before:]
        return sorted((one.kind, one.recipient.name, one.title.split()[-1]) for one in new)

    fulfil(submission)
    follow_conditions()
    met = [("condition", "Vera Viewer", "met")]
    assert told() == met
    later(7)
    follow_conditions()
    ended = [("decision", name, "ended") for name in ("Cara Campaign", "Vera Viewer")]
    assert told() == met + ended
    assert "condition of it was not met" in Notice.objects.order_by("pk").last().text


@pytest.mark.parametrize(
    "verdict", [Verdict.APPROVE, Verdict.REJECT, Verdict.REQUEST_CHANGES, Verdict.ABSTAIN]
)
def test_only_an_approval_with_conditions_has_conditions(verdict, privacy_officer):
    with pytest.raises(ConditionRefused, match="Only an approval with conditions"):
        approve(make_submission(), privacy_officer, make_draft(), verdict=verdict)
    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    ("draft", "field", "why"),
    [
        ({"text": " "}, "text", "plain words"),
        ({"days": 0}, "due_on", "after today"),
        ({"days": 400}, "due_on", "the approval ends then"),
        (
            {"expression": {"privacy_oficer_reviewed": True}},
            "expression",
            "Did you mean privacy_officer_reviewed",
        ),
        ({"expression": {"rule": "PRV-999"}}, "expression", "No rule PRV-999"),
    ],
)
def test_a_condition_that_cant_be_asked_is_refused_at_its_field(draft, field, why, privacy_officer):
    with pytest.raises(ConditionRefused, match=why) as refused:
        approve(make_submission(), privacy_officer, make_draft(), make_draft(**draft))
    assert (refused.value.number, refused.value.field) == (1, field)


def test_conditions_are_between_one_and_five(privacy_officer):
    for drafts in ([], [make_draft()] * 6):
        with pytest.raises(ConditionRefused):
            approve(make_submission(), privacy_officer, *drafts)


def test_somebody_who_cant_see_the_entry_cant_own_a_condition_of_it(privacy_officer, campaign_manager):
    with pytest.raises(ConditionRefused, match="can see this entry"):
        approve(make_submission(), privacy_officer, make_draft(owner=make_person("Sam Stranger")))
    owned = approve(make_submission(), privacy_officer, make_draft(owner=campaign_manager))
    assert owned.conditions.get().owner == campaign_manager


@pytest.mark.usefixtures("shipped_charter")
def test_who_changes_their_vote_drops_the_conditions_they_had_set(privacy_officer):
    make_person("Sven Security", seat="security")
    submission = approve(make_submission(), privacy_officer, make_draft())
    approve(submission, privacy_officer, make_draft())  # said twice: nothing changes
    assert submission.conditions.count() == 1
    approve(submission, privacy_officer, make_draft(days=9))
    assert list(submission.conditions.values_list("state", flat=True)) == ["dropped", "open"]
    approve(submission, privacy_officer, verdict=Verdict.REJECT)
    assert set(submission.conditions.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.usefixtures("shipped_charter")
def test_conditions_of_a_vote_that_does_not_count_are_dropped_at_the_decision(privacy_officer):
    security = make_person("Sven Security", seat="security")
    submission = make_submission()
    approve(submission, security, make_draft())
    security.is_active = False
    security.save()
    new = make_person("Nora New", seat="security")
    approve(submission, new, verdict=Verdict.APPROVE)
    assert approve(submission, privacy_officer, verdict=Verdict.APPROVE).status == Status.APPROVED
    assert submission.conditions.get().state == ConditionState.DROPPED


def test_conditions_end_with_the_submission_and_outlast_a_suspension(approved, privacy_officer):
    suspend_approval(approved, by=privacy_officer, reason="It sent wrong letters.")
    assert approved.conditions.get().state == ConditionState.OPEN
    revoke_approval(approved, by=privacy_officer, reason="It still does.")
    assert approved.conditions.get().state == ConditionState.DROPPED


@pytest.mark.usefixtures("shipped_charter")
def test_conditions_of_what_is_withdrawn_are_dropped(privacy_officer, campaign_manager):
    submission = approve(make_submission(by=campaign_manager), privacy_officer, make_draft())
    withdraw(submission, by=campaign_manager)
    assert submission.conditions.get().state == ConditionState.DROPPED


def test_nobody_changes_what_is_closed_or_what_was_asked(approved):
    condition = approved.conditions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).update(due_on=clock.today() + timedelta(days=99))
    fulfil(approved)
    follow_conditions()
    with pytest.raises(DatabaseError), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).update(state="open", closed_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).delete()
