"""Receivers that hang, refuse, lead elsewhere or hang up: left in time, tried again, and in nobody's way."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from governance.models import Delivery, DeliveryStatus
from governance.services.delivering import DELAYS, deliver_notices
from governance.services.notices import tell
from registry import clock
from registry.models import User
from tests.governance.services.test_delivering import states, tell_all
from tests.governance.services.test_notices import news
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", ["hang", "drip", "close", 500, 301, 302, 307, 308])
def test_whatever_a_receiver_does_it_is_given_up_in_time_and_tried_again_later(
    campaign_manager, receiver, settings, later, fault
):
    settings.WEBHOOK_TIMEOUT, receiver.answers = 0.3, [fault]
    tell_all()
    began = time.monotonic()
    deliver_notices()
    assert time.monotonic() - began < 3
    row = Delivery.objects.get(channel="webhook")
    assert (row.status, row.attempts, row.claim) == (DeliveryStatus.PENDING, 1, None)
    assert row.last_error and row.next_try_at > clock.now() + DELAYS[0] - timedelta(seconds=5)
    assert len(mail.outbox) == 1, "mail left all the same"
    later(1)
    for _ in range(3):
        deliver_notices()
        later(1)
    assert len(receiver.messages) == 2, "what was delivered is not sent again"
    assert set(receiver.ids) == {str(row.notice.uid)}
    assert receiver.asked == [], "it was sent nowhere else"
    assert states() == [DeliveryStatus.SENT] * 2


def test_each_failure_puts_the_next_try_further_off(receiver):
    receiver.answers = [500] * len(DELAYS)
    tell_all()
    now = clock.now()
    for delay in DELAYS:
        with clock.at(now):
            deliver_notices()
            assert Delivery.objects.get().next_try_at == now + delay
        now += delay
    assert list(DELAYS) == sorted(DELAYS)


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_told_of_while_the_channel_hangs_is_sent_by_the_same_run(
    campaign_manager, receiver, settings
):
    def tell_of_more():
        with transaction.atomic():
            tell(news(entry, "b"), User.objects.all(), by=None)
            transaction.get_connection().run_on_commit.clear()
        transaction.get_connection().close()

    settings.WEBHOOK_TIMEOUT, receiver.answers, receiver.meanwhile = 0.5, ["hang"], tell_of_more
    entry = make_entry()
    with transaction.atomic():
        for event in ("a", "c"):
            tell(news(entry, event), User.objects.none(), by=None, council=True)
        transaction.get_connection().run_on_commit.clear()
    deliver_notices()
    assert [letter.to for letter in mail.outbox] == [[campaign_manager.email]]
    assert len(receiver.messages) == 1
