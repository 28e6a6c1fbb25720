"""The way out of the outbox. What is due is claimed, tried once with no transaction open, and written down.

A worker that was killed between sending and writing leaves its claim: after ``LEASE`` another one sends the
same once more, under the same id. What can't be sent is tried again ever later, and given up in the end.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F

from governance.models import Channel, Delivery, DeliveryStatus, EmailChoice, Mute
from governance.services.notices import settings_of, who_may_be_told
from governance.services.sending import mail_notices, post_notice
from registry import clock
from registry.models import User

logger = logging.getLogger(__name__)
LEASE: Final = timedelta(minutes=1)
# How long after each failure the next try is made; after the last one it is given up.
DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
_MOST_IN_A_DIGEST: Final = 200


def deliver_notices() -> None:
    """Send all that is due, in turns. A receiver that doesn't answer is left for later and holds up nobody.

    So mail waits for one message to the council's channel at most, also what is told while that hangs.
    """
    away: set[Channel] = set()
    while True:
        tried = [_deliver_next(channel, away) for channel in Channel if channel not in away]
        if not any(tried):
            return


def try_again(delivery: Delivery, *, by: User) -> None:
    """Let what was given up be tried once more, as if it were new. Raises ``PermissionDenied``."""
    from governance.tasks import deliver_notices as task

    if not by.has_perm("governance.change_delivery"):
        raise PermissionDenied("Only an operator can have it sent again.")
    failed = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.FAILED)
    if failed.update(status=DeliveryStatus.PENDING, attempts=0, next_try_at=clock.now()):
        task.delay_on_commit()


def _deliver_next(channel: Channel, away: set[Channel]) -> bool:
    """Whether anything was due. A channel whose receiver seems to be gone joins those that are ``away``."""
    batch = _take(channel)
    if batch is not None and not _deliver(batch):
        away.add(channel)
    return batch is not None


def _take(channel: Channel) -> list[Delivery] | None:
    """Claim what is due next: one, or all of a person who gets them together. None where nothing is due.

    The list is empty where another worker was faster.
    """
    due = Delivery.objects.due().filter(channel=channel)
    rows = due.select_related("notice__recipient__notice_settings").order_by("next_try_at", "pk")
    first = rows.first()
    if first is None:
        return None
    pks = [first.pk]
    person = first.notice.recipient
    if person is not None and settings_of(person).email == EmailChoice.DAILY:
        pks = list(due.filter(notice__recipient=person).order_by("pk").values_list("pk", flat=True))
    claim = uuid4()
    Delivery.objects.due().filter(pk__in=pks[:_MOST_IN_A_DIGEST]).update(
        claim=claim, next_try_at=clock.now() + LEASE, attempts=F("attempts") + 1
    )
    related = ("notice__recipient__notice_settings", "notice__entry")
    return list(Delivery.objects.filter(claim=claim).select_related(*related).order_by("pk"))


def _deliver(batch: list[Delivery]) -> bool:
    """Send what is still wanted, together. False where its receiver seems to be away."""
    wanted = []
    for one in batch:
        if reason := _why_not(one):
            _settle([one], status=DeliveryStatus.DROPPED, last_error=reason)
        else:
            wanted.append(one)
    if not wanted:
        return True
    try:
        _send(wanted)
    except Exception as problem:  # whatever a mail server, a receiver or its library comes up with
        _put_off(wanted, problem)
        return isinstance(problem, SMTPRecipientsRefused)
    _settle(wanted, status=DeliveryStatus.SENT, sent_at=clock.now(), last_error="")
    return True


def _send(batch: list[Delivery]) -> None:
    notices = [one.notice for one in batch]
    if batch[0].channel == Channel.WEBHOOK:
        post_notice(notices[0])
    else:
        mail_notices(notices)


def _why_not(delivery: Delivery) -> str:
    """Why it is not wanted any more; "" where it is. Asked as late as can be, since people change."""
    notice = delivery.notice
    person = notice.recipient
    if notice.seen_at:
        return "It was seen, or is over."
    if person is None:
        return "" if settings.MUSTER_SLACK_WEBHOOK else "The council has no channel any more."
    chosen = settings_of(person)
    if chosen.email == EmailChoice.NEVER or notice.kind in chosen.muted:
        return "They chose not to be told."
    if Mute.objects.filter(person=person, subject=notice.subject).exists():
        return "They muted what it is about."
    sees = who_may_be_told(notice.entry).filter(pk=person.pk).exists()
    return "" if sees else "They can't see what it is about any more."


def _put_off(batch: list[Delivery], problem: Exception) -> None:
    said = f"{type(problem).__name__}: {problem}"
    for one in batch:
        if one.attempts > len(DELAYS):
            _settle([one], status=DeliveryStatus.FAILED, last_error=said)
            logger.error("notice %s was given up after %d tries: %s", one.notice.uid, one.attempts, said)
        else:
            _settle([one], next_try_at=clock.now() + DELAYS[one.attempts - 1], last_error=said)


def _settle(batch: list[Delivery], **said: Any) -> None:
    """Write down what came of it, unless another worker took over meanwhile."""
    Delivery.objects.filter(pk__in=[one.pk for one in batch], claim=batch[0].claim).update(claim=None, **said)
