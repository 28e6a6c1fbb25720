"""Notices that were read go one day; what still has to leave never does."""

import pytest

from governance.models import Delivery, DeliveryStatus, Notice
from governance.services import pruning
from governance.services.delivering import deliver_notices
from governance.services.notices import mark_seen
from governance.services.pruning import prune_notices
from governance.tasks import prune_notices as nightly
from tests.governance.services.test_delivering import tell_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(campaign_manager, settings):
    settings.MUSTER_NOTICE_DAYS = 40
    for number, event in enumerate("abc"):
        tell_all(event, subject=f"submission:{number}")
    return campaign_manager


def kept():
    return sorted(Notice.objects.exclude(recipient=None).values_list("event", flat=True))


def test_what_was_seen_goes_after_its_days_and_what_was_not_stays(told, later):
    deliver_notices()
    mark_seen(told, subject="submission:0")
    later(39)
    assert prune_notices() == 0
    later(2)
    assert prune_notices() == 1
    assert kept() == ["b", "c"]
    assert prune_notices() == 0


@pytest.mark.parametrize("status", [DeliveryStatus.PENDING, DeliveryStatus.FAILED])
def test_what_was_not_delivered_is_never_let_go(told, later, status):
    Delivery.objects.update(status=status, last_error="Nobody is there.")
    mark_seen(told)
    later(4000)
    assert prune_notices() == 0
    assert (Notice.objects.count(), Delivery.objects.count()) == (3, 3)


def test_what_the_outbox_sent_goes_with_its_notice_or_alone(told, later):
    deliver_notices()
    later(41)
    prune_notices()
    assert (kept(), Delivery.objects.count()) == (["a", "b", "c"], 0)


def test_what_the_channel_got_goes_though_nobody_marks_it_as_seen(told, receiver, later):
    tell_all("d")
    deliver_notices()
    later(41)
    assert prune_notices() == 1
    assert not Notice.objects.filter(recipient=None).exists()


def test_it_goes_in_parts_each_as_a_whole(told, later, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(pruning, "_IN_ONE_PART", 2)
    deliver_notices()
    mark_seen(told)
    later(41)
    nightly.delay()
    assert not Notice.objects.exists() and not Delivery.objects.exists()
    with django_assert_num_queries(2):
        prune_notices()
