from datetime import timedelta

import pytest

from governance.demo.content import load_content
from governance.models import CheckRun, Delivery, Finding, Notice, NoticeKind, Submission
from governance.services.replaying import replay_decisions
from registry import clock
from registry.ledger.models import AuditEvent
from registry.models import KPI, Entry, Revision, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shown")]


@pytest.fixture
def year():
    """The day the year ends."""
    return clock.today()


def test_everything_is_registered_and_says_what_the_files_say(year):
    content = load_content(year)
    documents = {(entry.kind, entry.key): entry.document for entry in Entry.objects.all()}
    assert documents == content.manifests


def test_history_reaches_back_a_year_and_not_into_the_future(year):
    moments = list(Revision.objects.values_list("created_at", flat=True))
    assert min(moments).date() == year - timedelta(days=365)
    assert max(AuditEvent.objects.values_list("at", flat=True)) <= clock.now()
    assert Revision.objects.count() > Entry.objects.count() + 10


def test_changes_have_an_author_of_the_team():
    changes = Revision.objects.filter(number__gt=1).select_related("author", "entry__owner_team")
    for revision in changes:
        assert revision.author.memberships.filter(team=revision.entry.owner_team).exists()


def test_the_council_approved_rejected_asked_for_changes_and_still_has_work():
    found = {(submission.entry.key, submission.status) for submission in Submission.objects.all()}
    assert found >= {
        ("loyalty-next-best-offer", "suspended"),
        ("refund-autopilot", "rejected"),
        ("refund-autopilot", "suspended"),
        ("newsletter-send-time", "approved"),
        ("skin-photo-triage", "rejected"),
        ("churn-rescue", "changes_requested"),
        ("lookalike-audiences", "in_review"),
        ("sms-flash-sales", "withdrawn"),
    }
    assert not Submission.objects.filter(entry__key="warranty-claim-triage").exists()


def test_the_flagship_needed_two_rounds():
    submission = Submission.objects.get(entry__key="loyalty-next-best-offer")
    assert (submission.round, submission.votes.count()) == (2, 2)
    assert submission.decided_at.date() < clock.today() - timedelta(days=300)


def test_each_kpi_has_a_reading_a_month(year):
    for kpi in KPI.objects.all():
        days = list(kpi.readings.order_by("on").values_list("on", flat=True))
        assert len(days) == 12
        assert days[-1] == year


def test_the_portfolio_was_checked_through_the_year(year):
    days = set(CheckRun.objects.filter(status="done").values_list("as_of", flat=True))
    assert len(days) >= 4
    assert min(days) < year - timedelta(days=270)


def test_nobody_has_a_password_and_only_the_operator_came_from_nowhere():
    assert not any(user.has_usable_password() for user in User.objects.all())
    invited = AuditEvent.objects.filter(action="person.invited")
    assert invited.filter(actor="system").count() == 1


def test_every_decision_of_the_year_follows_from_what_was_kept():
    replayed = list(replay_decisions())
    assert len(replayed) > 5
    assert [one for one in replayed if one.outcome != "same"] == []


def test_one_rule_is_observed_and_one_only_warns():
    found = Finding.objects.filter(run__is_current=True, mode__in=("observe", "warn"))
    assert set(found.values_list("rule_id", "mode", "disposition", "blocks")) == {
        ("DUP-004", "warn", "open", False),
        ("DUP-005", "observe", "preview", False),
    }


def test_nothing_of_the_past_is_mailed_and_what_is_new_is_found_under_the_bell():
    assert not Delivery.objects.due().exists()
    new = Notice.objects.unseen()
    assert new.filter(kind=NoticeKind.REVIEW).exists()
    assert min(new.values_list("created_at", flat=True)).date() >= clock.today() - timedelta(days=31)
