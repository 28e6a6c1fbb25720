"""Who is told of which act, and that nobody else is."""

import pytest
from django.db import transaction

from governance.models import Notice, NoticeKind, Verdict
from governance.services.approvals import reinstate_approval, revoke_approval, suspend_approval
from governance.services.assessment_approvals import request_changes
from governance.services.assessments import start_assessment
from governance.services.delegations import delegate_seat
from governance.services.submissions import start_review, withdraw
from governance.services.voting import cast_vote
from governance.services.waivers import approve_waiver, reject_waiver, revoke_waiver
from governance.workflow import DECISIONS
from registry import clock
from tests.assessing import approve, submit
from tests.personas import make_draft, make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def told(kind: NoticeKind) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def decide(submission, by, verdict=Verdict.APPROVE):
    drafts = [make_draft()] if verdict == Verdict.APPROVE_WITH_CONDITIONS else []
    said = {"reason": "As it should be.", "conditions": drafts}
    return cast_vote(submission, verdict, by=by, seen_digest=submission.review_digest, **said)


def test_the_seat_that_decides_is_told_and_no_other(campaign_manager, privacy_officer, it_lead):
    submission = make_submission(by=campaign_manager)
    notice = Notice.objects.get()
    assert notice.recipient == privacy_officer
    assert notice.title == f"{submission.entry.title} waits for a decision of the Privacy seat"
    assert notice.url == f"/submissions/{submission.pk}/"


def test_who_has_a_part_in_it_is_not_asked_to_decide(campaign_manager, privacy_officer, marketing):
    make_person("Petra Part", seat="privacy", team=marketing)
    make_submission(by=campaign_manager)
    assert told(NoticeKind.REVIEW) == ["Pia Privacy"]


def test_a_second_start_of_the_review_tells_nobody_again(campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    start_review(submission.pk)
    assert told(NoticeKind.REVIEW) == ["Pia Privacy"]


@pytest.mark.parametrize("verdict", sorted(DECISIONS))
def test_a_decision_is_told_to_the_team_that_can_act_on_it(
    campaign_manager, colleague, viewer, service_agent, privacy_officer, verdict
):
    decide(make_submission(by=campaign_manager), privacy_officer, verdict)
    assert told(NoticeKind.DECISION) == ["Cara Campaign", "Colin Colleague"]


def test_what_waited_is_over_once_somebody_decided(campaign_manager, privacy_officer):
    second = make_person("Percy Privacy", seat="privacy")
    submission, other = make_submission(by=campaign_manager), make_submission(by=campaign_manager)
    decide(submission, privacy_officer)
    waiting = Notice.objects.unseen().filter(recipient=second)
    assert [one.subject for one in waiting] == [other.subject]


def test_what_becomes_of_an_approval_is_told_to_the_team(campaign_manager, privacy_officer):
    approved = decide(make_submission(by=campaign_manager), privacy_officer)
    for act in (suspend_approval, reinstate_approval, revoke_approval):
        approved = act(approved, by=privacy_officer, reason="It has to be.")
    said = Notice.objects.filter(kind=NoticeKind.DECISION, recipient=campaign_manager).order_by("pk")
    ends = ["suspended", "again", "revoked"]
    assert [one.title.split()[-1] for one in said] == ["approved", *ends]


@pytest.mark.usefixtures("shipped_charter")
def test_everybody_is_told_who_can_be_heard_for_a_seat_that_has_to_be(
    campaign_manager, privacy_officer, it_lead
):
    make_person("Sefa Security", seat="security")
    lender = make_person("Lena Lends", seat="privacy")
    delegate_seat(lender.seats.get(), it_lead, by=lender, until=clock.today(), reason="Away.")
    make_submission(by=campaign_manager)
    names = {"Pia Privacy", "Sefa Security", "Lena Lends", "Ivo Infrastructure"}
    assert set(told(NoticeKind.REVIEW)) == names
    assert Notice.objects.first().title.endswith("waits for a decision of the Privacy and Security seats")


def test_what_is_withdrawn_before_its_review_was_never_told(campaign_manager, privacy_officer):
    withdraw(make_submission(by=campaign_manager, in_review=False), by=campaign_manager)
    withdraw(make_submission(by=campaign_manager), by=campaign_manager)
    assert told(NoticeKind.WITHDRAWN) == ["Pia Privacy"]


def test_an_act_that_is_undone_leaves_nothing_told(campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager, in_review=False)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        start_review(submission.pk)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_a_waiver_is_told_of_from_asking_to_its_end(campaign_manager, colleague, privacy_officer):
    waiver = make_waiver(make_entry(description="AI"), by=campaign_manager)
    assert told(NoticeKind.WAIVER_ASKED) == ["Pia Privacy"]
    approve_waiver(waiver, by=privacy_officer, reason="For now.")
    revoke_waiver(waiver, by=privacy_officer, reason="It was mended.")
    assert told(NoticeKind.WAIVER_DECISION) == ["Cara Campaign"] * 2 + ["Colin Colleague"] * 2


def test_who_asked_hears_that_a_waiver_was_rejected(campaign_manager, privacy_officer):
    reject_waiver(
        make_waiver(make_entry(description="AI"), by=campaign_manager), by=privacy_officer, reason="No."
    )
    assert "was rejected" in Notice.objects.get(kind=NoticeKind.WAIVER_DECISION).title


def test_a_waiver_that_begins_tells_the_team_of_the_new_round_and_the_seat_to_look_again(
    campaign_manager, privacy_officer
):
    entry = make_entry(description="AI")
    submission = make_submission(entry, by=campaign_manager)
    make_waiver(entry, by=campaign_manager, approver=make_person("Wim Waives", seat="privacy"))
    start_review(submission.pk)
    assert told(NoticeKind.NEW_ROUND) == ["Cara Campaign"]
    assert told(NoticeKind.REVIEW).count("Pia Privacy") == 2


def test_an_assessment_goes_back_and_forth_between_writers_and_seat(campaign_manager, privacy_officer):
    draft = submit(start_assessment(make_entry(), "lia", by=campaign_manager), campaign_manager)
    request_changes(draft, by=privacy_officer, remark="Say more.")
    approve(submit(draft, campaign_manager), privacy_officer)
    assert told(NoticeKind.ASSESSMENT_ASKED) == ["Pia Privacy"] * 2
    titles = Notice.objects.filter(kind=NoticeKind.ASSESSMENT_DECISION).order_by("pk")
    assert [("sent back" in one.title, "approved" in one.title) for one in titles] == [
        (True, False),
        (False, True),
    ]
