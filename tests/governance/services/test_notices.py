"""Telling, and what people choose to be told."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Delivery, DeliveryStatus, Mute, Notice, NoticeKind
from governance.services.notices import News, choose, mark_seen, mute, tell, unmute
from registry import clock
from registry.models import User
from tests.personas import make_entry, make_person

pytestmark = pytest.mark.django_db


def news(entry, event="a", **more):
    said = {"kind": NoticeKind.DECISION, "subject": "submission:1", "title": "Approved", "text": "Now."}
    return News(**said | {"entry": entry, "event": event} | more)


def told(**more):
    """Who is told when everybody is."""
    tell(news(make_entry(), **more), User.objects.all(), by=None)
    return set(Notice.objects.values_list("recipient__name", flat=True))


def test_nobody_is_told_of_what_they_may_not_see(campaign_manager, viewer, auditor, service_agent, operator):
    assert told() == {"Cara Campaign", "Vera Viewer", "Ada Auditor"}


def test_who_did_it_is_not_told(campaign_manager, colleague):
    tell(news(make_entry()), User.objects.all(), by=colleague)
    assert Notice.objects.get().recipient == campaign_manager


def test_nobody_is_told_twice_of_one_event(campaign_manager, colleague, settings):
    settings.MUSTER_SLACK_WEBHOOK = "https://example.org/hook"
    entry, colleagues = make_entry(), User.objects.exclude(pk=campaign_manager.pk)
    tell(news(entry), colleagues, by=None, council=True)
    tell(news(entry), User.objects.all(), by=None, council=True)
    assert Notice.objects.count() == Delivery.objects.count() == 3
    assert Notice.objects.filter(recipient=None).count() == 1


def test_what_is_muted_is_not_told_until_it_is_unmuted(campaign_manager):
    choose(by=campaign_manager, email="at_once", muted=[NoticeKind.EXPIRY])
    mute("submission:7", by=campaign_manager)
    mute("submission:7", by=campaign_manager)
    assert told(kind=NoticeKind.EXPIRY) == set()
    assert told(subject="submission:7") == set()
    unmute("submission:7", by=campaign_manager)
    assert not Mute.objects.exists()
    assert told(subject="submission:7") == {"Cara Campaign"}


def test_who_wants_no_mail_is_told_all_the_same(campaign_manager):
    choose(by=campaign_manager, email="never", muted=[])
    assert told() == {"Cara Campaign"}
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("hour", "day"), [(5, 1), (9, 2)])
def test_the_digest_goes_out_the_next_morning(campaign_manager, hour, day):
    choose(by=campaign_manager, email="daily", muted=[])
    with clock.at(datetime(2026, 6, 1, hour, tzinfo=UTC)):
        told()
    assert Delivery.objects.get().next_try_at == datetime(2026, 6, day, 7, tzinfo=UTC)


def test_another_choice_counts_for_what_waits_already(campaign_manager):
    with clock.at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        told()
        choose(by=campaign_manager, email="daily", muted=[])
        assert not Delivery.objects.due().exists()
        choose(by=campaign_manager, email="at_once", muted=[])
        assert Delivery.objects.due().get().status == DeliveryStatus.PENDING


def test_what_was_seen_stays_seen(campaign_manager):
    told(subject="submission:1")
    told(event="b", subject="submission:2")
    assert [mark_seen(campaign_manager, subject="submission:1") for _ in range(2)] == [1, 0]
    assert mark_seen(campaign_manager) == 1


def test_telling_many_asks_the_database_no_more_than_telling_one(campaign_manager, marketing):
    def queries(event):
        with CaptureQueriesContext(connection) as seen:
            tell(news(entry, event), User.objects.all(), by=None)
        return len(seen)

    entry = make_entry()
    one = queries("a")
    for number in range(5):
        make_person(f"Member {number}", team=marketing)
    assert queries("b") == one <= 6


@pytest.mark.django_db(transaction=True)
def test_people_are_told_in_the_transaction_of_the_act_or_not_at_all(campaign_manager):
    with pytest.raises(RuntimeError, match="transaction"):
        tell(news(make_entry()), User.objects.all(), by=None)
