"""Notices leave through worker processes that are killed, each under one id, and none is lost."""

import time
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from governance.models import Delivery, DeliveryStatus, Notice
from governance.services.notices import tell
from governance.tasks import deliver_notices
from registry.models import User
from tests.governance.services.test_notices import news
from tests.personas import make_entry, make_person
from tests.receiver import receiving, receiving_mail

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
LONGEST_WAIT = 60
EVENTS = 40


@pytest.fixture
def outbox(settings) -> None:
    """Notices of ``EVENTS`` events for one person and for the council's channel, and nobody to send them."""
    settings.MUSTER_SLACK_WEBHOOK = "https://hooks.example.org/"
    make_person("Cara Campaign", team="marketing")
    entry = make_entry()
    for number in range(EVENTS):
        with transaction.atomic():
            tell(news(entry, str(number), title=f"Thing {number}"), User.objects.all(), by=None, council=True)
            transaction.get_connection().run_on_commit.clear()


def wait_for(what) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def all_sent() -> bool:
    # What a killed worker had in hand is due after a minute: let it pass.
    Delivery.objects.filter(status=DeliveryStatus.PENDING, claim__isnull=False).update(
        next_try_at=timezone.now()
    )
    return not Delivery.objects.exclude(status=DeliveryStatus.SENT).exists()


def test_workers_that_are_killed_lose_nothing_and_repeat_only_what_they_had_in_hand(
    outbox, send, start_worker
):
    with receiving() as receiver, receiving_mail() as (mail_server, letters):
        places = {"MUSTER_SLACK_WEBHOOK": receiver.url, "EMAIL_URL": mail_server}
        for got in (letters, receiver.ids):
            worker, before = start_worker(**places), len(got)
            send(deliver_notices)
            wait_for(lambda got=got, before=before: len(got) >= before + 3)
            worker.kill()
            worker.wait()
        start_worker(**places)
        send(deliver_notices)
        while not all_sent():
            send(deliver_notices)
            time.sleep(0.5)
    told = {str(one.uid) for one in Notice.objects.all()}
    mailed = [letter["Message-ID"].strip("<>").partition("@")[0] for letter in letters]
    assert {*receiver.ids, *mailed} == told and len(told) == 2 * EVENTS
    assert sum(Counter([*receiver.ids, *mailed]).values()) <= len(told) + 2
