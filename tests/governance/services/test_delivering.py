"""The outbox: everything leaves it once, at last, or is still in it."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from governance.models import Delivery, DeliveryStatus, Notice
from governance.services.delivering import DELAYS, LEASE, deliver_notices, try_again
from governance.services.notices import choose, mark_seen, mute, tell
from registry import clock
from registry.models import User
from registry.services.people import revoke_role
from tests.governance.services.test_notices import news
from tests.personas import make_entry
from tests.racing import at_once

pytestmark = pytest.mark.django_db


class Down(BaseEmailBackend):
    """A mail server that is away."""

    tries = 0

    def send_messages(self, messages):
        Down.tries += 1
        raise ConnectionRefusedError("nobody is there")


class Picky(EmailBackend):
    """A mail server that knows nobody but Cara."""

    def send_messages(self, messages):
        if not messages[0].to[0].startswith("cara"):
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})
        return super().send_messages(messages)


def tell_all(event="a", **more):
    tell(news(make_entry(), event, **more), User.objects.all(), by=None, council=True)


def states():
    return sorted(Delivery.objects.values_list("status", flat=True))


def test_a_mail_says_what_happened_and_leads_to_exactly_that(campaign_manager, settings):
    settings.MUSTER_URL = "https://muster.example.org"
    tell_all(title="Churn <rescue>\nwas approved")
    deliver_notices()
    letter = mail.outbox[0]
    assert letter.to == [campaign_manager.email]
    assert letter.subject == "Churn <rescue> was approved"
    assert "Open it: https://muster.example.org/submissions/1/" in letter.body
    page, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert '<a href="https://muster.example.org/submissions/1/">Churn &lt;rescue&gt;' in page
    assert "color-scheme" in page and "src=" not in page
    assert letter.extra_headers["Message-ID"] == f"<{Notice.objects.get().uid}@localhost>"


def test_what_was_sent_is_not_sent_again(campaign_manager, receiver):
    tell_all()
    deliver_notices()
    deliver_notices()
    assert len(mail.outbox) == len(receiver.messages) == 1
    assert states() == [DeliveryStatus.SENT] * 2


def test_the_councils_channel_gets_what_slack_takes(receiver, settings):
    settings.MUSTER_URL = "https://muster.example.org"
    tell_all(title="A & <b>", text="1 > 0")
    deliver_notices()
    link = "https://muster.example.org/submissions/1/"
    message, uid = receiver.messages[0], str(Notice.objects.get().uid)
    assert message["text"] == "A &amp; &lt;b&gt;"
    section = {"type": "mrkdwn", "text": f"*<{link}|A &amp; &lt;b&gt;>*\n1 &gt; 0"}
    assert message["blocks"] == [{"type": "section", "block_id": uid, "text": section}]
    assert receiver.ids == [uid]


def test_a_receiver_that_fails_three_times_gets_it_in_the_end_under_one_id(receiver, later):
    receiver.answers = [500, 302, 404]
    tell_all()
    for failed in range(1, 4):
        deliver_notices()
        deliver_notices()  # too early
        row = Delivery.objects.get()
        assert (row.status, row.attempts) == (DeliveryStatus.PENDING, failed)
        later(1)
    assert row.last_error == "OSError: 404: no_service"
    deliver_notices()
    assert states() == [DeliveryStatus.SENT]
    assert len(receiver.messages) == 4 and len(set(receiver.ids)) == 1


def test_a_mail_server_that_is_away_is_asked_once_and_holds_up_no_other(
    campaign_manager, colleague, receiver, settings
):
    settings.EMAIL_BACKEND, Down.tries = f"{__name__}.Down", 0
    tell_all()
    deliver_notices()
    assert Down.tries == 1
    assert len(receiver.messages) == 1
    assert states() == [DeliveryStatus.PENDING, DeliveryStatus.PENDING, DeliveryStatus.SENT]


def test_an_address_that_is_refused_holds_up_no_other(campaign_manager, colleague, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    tell_all("a")
    tell_all("b")
    deliver_notices()
    assert [letter.to for letter in mail.outbox] == [[campaign_manager.email]] * 2


def test_what_can_never_be_sent_is_given_up_where_it_is_seen_and_can_be_tried_again(
    campaign_manager, colleague, operator, settings, later, caplog
):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    tell(news(make_entry()), User.objects.all(), by=colleague)
    for _ in range(len(DELAYS) + 1):
        deliver_notices()
        later(1)
    row = Delivery.objects.get()
    assert (row.status, row.last_error) == (DeliveryStatus.FAILED, "ConnectionRefusedError: nobody is there")
    assert "given up after 7 tries" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with pytest.raises(PermissionDenied):
        try_again(row, by=campaign_manager)
    try_again(row, by=operator)
    deliver_notices()
    assert states() == [DeliveryStatus.SENT]


def test_what_a_killed_worker_had_in_hand_is_sent_by_the_next(campaign_manager, monkeypatch):
    def killed(notices):
        raise SystemExit

    tell_all()
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("governance.services.delivering.mail_notices", killed)
        deliver_notices()
    deliver_notices()
    assert not mail.outbox
    with clock.at(clock.now() + LEASE):
        deliver_notices()
    assert len(mail.outbox) == 1 and states() == [DeliveryStatus.SENT]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_nothing_twice(campaign_manager, colleague, receiver):
    for number in range(5):
        with transaction.atomic():
            tell_all(str(number))
            # Both workers come before the task of the commit.
            transaction.get_connection().run_on_commit.clear()
    assert at_once(deliver_notices, deliver_notices) == [None, None]
    assert len(mail.outbox) == 10 and len(receiver.messages) == 5
    assert states() == [DeliveryStatus.SENT] * 15


def muted(person):
    mute("submission:1", by=person)


def left(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


WAYS_OUT = {
    "no mail": lambda person: choose(by=person, email="never", muted=[]),
    "not this kind": lambda person: choose(by=person, email="at_once", muted=["decision"]),
    "not this submission": muted,
    "left": left,
    "not in the team any more": lambda person: revoke_role(person, person.memberships.get().team, by=None),
    "seen": lambda person: mark_seen(person),
}


@pytest.mark.parametrize("way_out", WAYS_OUT.values(), ids=WAYS_OUT)
def test_nothing_is_mailed_to_who_does_not_want_it_any_more(campaign_manager, way_out):
    tell_all()
    way_out(campaign_manager)
    deliver_notices()
    assert not mail.outbox
    assert states() == [DeliveryStatus.DROPPED]
    assert Delivery.objects.get().last_error


def test_a_channel_that_was_taken_away_gets_nothing(receiver, settings):
    tell_all()
    settings.MUSTER_SLACK_WEBHOOK = ""
    deliver_notices()
    assert states() == [DeliveryStatus.DROPPED] and not receiver.messages


def test_the_digest_is_one_mail_of_all_that_is_still_news(campaign_manager, colleague, later):
    choose(by=campaign_manager, email="daily", muted=[])
    for number in range(3):
        tell_all(str(number), title=f"Thing {number} was approved", subject=f"submission:{number}")
    mark_seen(campaign_manager, subject="submission:1")
    deliver_notices()
    assert {letter.to[0] for letter in mail.outbox} == {colleague.email}
    mail.outbox.clear()
    later(1)
    deliver_notices()
    deliver_notices()
    (letter,) = mail.outbox
    assert letter.subject == "2 things that happened"
    assert "Thing 0 was approved" in letter.body and "Thing 2 was approved" in letter.body
    assert "Thing 1" not in letter.body
