"""Telling people of what happened, and what they choose to be told.

What is told is written in the transaction of the act that it tells of, outbox and all, and delivered after
the commit: see ``services.delivering``. Who is told of which act: ``services.told``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from governance.models import (
    Channel,
    Delivery,
    DeliveryStatus,
    EmailChoice,
    Mute,
    Notice,
    NoticeKind,
    NoticeSettings,
)
from registry import clock
from registry.models import Entry, User
from registry.permissions import who_may_see

DIGEST_AT = time(7)  # in the time zone of the server
# Kinds that ask somebody to act; they are over as soon as what they are about moves on.
ASKING = (
    NoticeKind.REVIEW,
    NoticeKind.WAIVER_ASKED,
    NoticeKind.ASSESSMENT_ASKED,
    NoticeKind.OVERLAP,
    NoticeKind.RULES,
    NoticeKind.CHARTER,
)


@dataclass(frozen=True)
class News:
    """What is told. ``event`` names the one thing that happened, ``subject`` what the notice leads to.

    ``place`` is where on the page of the subject it is shown. Without an ``entry``, everybody may see it.
    """

    kind: NoticeKind
    event: str
    entry: Entry | None
    subject: str
    title: str
    text: str
    place: str = ""


def tell(news: News, people: QuerySet[User], *, by: User | None, council: bool = False) -> None:
    """Tell those of ``people`` who may see the entry and want to know; ``council``: its channel as well.

    Nobody is told of what they did themselves, or twice of one event.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("people are told in the transaction of what they are told of")
    told = list(_who_wants_to_know(news, people, by))
    notices = [_notice(news, one) for one in told]
    if council and settings.MUSTER_SLACK_WEBHOOK:
        notices.append(_notice(news, None))
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # What another transaction told in this moment is not ours to deliver.
    ours = Notice.objects.filter(uid__in=[one.uid for one in notices])
    deliveries = _deliveries(ours.select_related("recipient__notice_settings"))
    if Delivery.objects.bulk_create(deliveries):
        from governance.tasks import deliver_notices

        deliver_notices.delay_on_commit()


def mark_seen(user: User, **about: Any) -> int:
    """Note that ``user`` saw all there was, or all ``about`` something. Return how many notices it was."""
    unseen = Notice.objects.filter(recipient=user, **about).unseen()
    # Looking first: whoever opens a page that nothing was told of waits for no writer.
    return unseen.update(seen_at=clock.now()) if unseen.exists() else 0


def close_asking(subject: str) -> None:
    """What waited for somebody waits no more: who did not look yet need not, and is sent nothing of it."""
    Notice.objects.filter(subject=subject, kind__in=ASKING).unseen().update(seen_at=clock.now())


def mute(subject: str, *, by: User) -> None:
    """Tell ``by`` nothing more of ``subject``, and nothing that has not been sent yet."""
    Mute.objects.get_or_create(person=by, subject=subject)


def unmute(subject: str, *, by: User) -> None:
    Mute.objects.filter(person=by, subject=subject).delete()


@transaction.atomic
def choose(*, by: User, email: str, muted: Collection[str]) -> NoticeSettings:
    """Keep how ``by`` wants to be told. It counts at once, also for what waits to be sent."""
    choice, kinds = EmailChoice(email), sorted(NoticeKind(kind) for kind in muted)
    chosen, _ = NoticeSettings.objects.update_or_create(person=by, defaults={"email": choice, "muted": kinds})
    waiting = Delivery.objects.filter(notice__recipient=by, status=DeliveryStatus.PENDING, attempts=0)
    waiting.update(next_try_at=_first_try(choice))
    return chosen


def take_as_history(*, seen_before: datetime) -> None:
    """For a past that was written down afterwards: nothing of it is sent, and its older part was seen."""
    waiting = Delivery.objects.filter(status=DeliveryStatus.PENDING)
    waiting.update(status=DeliveryStatus.DROPPED, last_error="It tells of a past written down afterwards.")
    Notice.objects.filter(created_at__lt=seen_before).unseen().update(seen_at=F("created_at"))


def who_may_be_told(entry: Entry | None) -> QuerySet[User]:
    """Who may see ``entry``; None is what everybody may see."""
    return User.objects.filter(is_active=True) if entry is None else who_may_see(entry)


def _who_wants_to_know(news: News, people: QuerySet[User], by: User | None) -> Iterable[User]:
    known = Notice.objects.filter(event=news.event).values("recipient")
    silent = Mute.objects.filter(subject=news.subject).values("person")
    seeing = who_may_be_told(news.entry).filter(pk__in=people.order_by().values("pk"))
    asked = seeing.exclude(pk__in=known.exclude(recipient=None)).exclude(pk__in=silent)
    if by is not None:
        asked = asked.exclude(pk=by.pk)
    return (one for one in asked.select_related("notice_settings") if news.kind not in settings_of(one).muted)


def _notice(news: News, recipient: User | None) -> Notice:
    return Notice(
        recipient=recipient,
        kind=news.kind,
        event=news.event,
        entry=news.entry,
        subject=news.subject,
        title=news.title,
        text=news.text,
        place=news.place,
        created_at=clock.now(),
    )


def settings_of(person: User) -> NoticeSettings:
    """What a person chose; expects ``notice_settings`` to be selected."""
    chosen: NoticeSettings | None = getattr(person, "notice_settings", None)
    return chosen or NoticeSettings(person=person)


def _deliveries(notices: Iterable[Notice]) -> list[Delivery]:
    made = []
    for notice in notices:
        if notice.recipient is None:
            made.append(Delivery(notice=notice, channel=Channel.WEBHOOK))
        elif (choice := EmailChoice(settings_of(notice.recipient).email)) is not EmailChoice.NEVER:
            made.append(Delivery(notice=notice, channel=Channel.EMAIL, next_try_at=_first_try(choice)))
    return made


def _first_try(choice: EmailChoice) -> datetime:
    """Now, or when the next digest goes out."""
    now = clock.now()
    if choice is not EmailChoice.DAILY:
        return now
    today = timezone.make_aware(datetime.combine(clock.today(), DIGEST_AT))
    return today if now < today else today + timedelta(days=1)
