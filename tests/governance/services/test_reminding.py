"""Approvals that run out and conditions that are due are told of in time, and once."""

from datetime import timedelta

import pytest

from governance.models import Notice, NoticeKind, Submission, Verdict
from governance.services.reminding import remind_of_expiry
from governance.services.voting import cast_vote
from governance.tasks import remind_of_expiry as remind
from registry import clock
from tests.personas import change_entry, make_draft, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def approved(campaign_manager, privacy_officer):
    return decide(make_submission(by=campaign_manager), privacy_officer)


def decide(submission, by, verdict=Verdict.APPROVE, conditions=()):
    said = {"reason": "As it should be.", "conditions": conditions}
    return cast_vote(submission, verdict, by=by, seen_digest=submission.review_digest, **said)


def reminded_in(days: int, approved: Submission) -> list[str]:
    """Who is reminded so many days before the last one; a second time that night changes nothing."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.at(clock.now() + (approved.valid_until - clock.today()) - timedelta(days=days)):
        remind_of_expiry()
        remind_of_expiry()
    new = Notice.objects.filter(kind=NoticeKind.EXPIRY).exclude(pk__in=before)
    return list(new.values_list("recipient__name", flat=True))


def test_the_team_is_reminded_a_month_and_a_week_before(approved):
    days = (31, 30, 20, 7, 6, 0, -1)
    assert [reminded_in(day, approved) for day in days] == [
        [],
        ["Cara Campaign"],
        [],
        ["Cara Campaign"],
        [],
        [],
        [],
    ]
    assert f"runs out on {approved.valid_until:%-d %B %Y}" in Notice.objects.first().title


def test_who_hears_of_it_late_hears_of_it_once(approved):
    assert [reminded_in(day, approved) for day in (3, 2)] == [["Cara Campaign"], []]


def test_an_approval_with_conditions_runs_out_as_any_other(campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    approved = decide(submission, privacy_officer, Verdict.APPROVE_WITH_CONDITIONS, [make_draft(days=300)])
    assert reminded_in(30, approved) == ["Cara Campaign"]


def test_who_sees_to_a_condition_is_reminded_of_it_once_a_week_before(
    campaign_manager, privacy_officer, viewer, later
):
    drafts = [make_draft(days=9, owner=viewer), make_draft(days=10), make_draft(days=30)]
    decide(make_submission(by=campaign_manager), privacy_officer, Verdict.APPROVE_WITH_CONDITIONS, drafts)

    def told():
        before = set(Notice.objects.values_list("pk", flat=True))
        later(1)
        remind()
        remind()
        new = Notice.objects.filter(kind=NoticeKind.CONDITION).exclude(pk__in=before)
        return list(new.values_list("recipient__name", flat=True))

    assert [told() for _ in range(4)] == [[], ["Vera Viewer"], ["Cara Campaign"], []]


def test_an_approval_that_another_decision_ended_is_nobodys_worry(
    approved, campaign_manager, privacy_officer, later
):
    later(1)
    entry = change_entry(approved.entry, description="Writes to customers who are about to leave.")
    decide(make_submission(entry, by=campaign_manager), privacy_officer, Verdict.REJECT)
    assert reminded_in(7, approved) == []
