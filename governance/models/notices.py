"""What people are told, and the outbox of what still has to leave for them."""

from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry import clock
from registry.models import Entry


class NoticeKind(models.TextChoices):
    """What can be told, by the words that a person chooses from."""

    REVIEW = "review", "Something waits for a decision of your seat"
    WITHDRAWN = "withdrawn", "What waited for your seat was taken back"
    DECISION = "decision", "The council decided on something of your team"
    NEW_ROUND = "new_round", "Something of your team is reviewed anew"
    EXPIRY = "expiry", "An approval of your team runs out soon"
    CONDITION = "condition", "A condition of an approval that you see to is due soon, or is met"
    DRIFT = "drift", "Something that was approved fails today's rules"
    WAIVER_ASKED = "waiver_asked", "A waiver is asked for that your seat can approve"
    WAIVER_DECISION = "waiver_decision", "A waiver of your team was granted, rejected or revoked"
    ASSESSMENT_ASKED = "assessment_asked", "An assessment waits for approval by your seat"
    ASSESSMENT_DECISION = "assessment_decision", "An assessment of your team was approved or sent back"
    COMMENT = "comment", "Somebody comments on a submission that you have a part in"
    OVERLAP = "overlap", "A team asks the council about something like theirs, or yours is answered"
    RULES = "rules", "A change of the rules is proposed, or decided on"
    CHARTER = "charter", "Another charter is proposed, or decided on"
    LOAN = "loan", "The vote of a seat is lent to you"


# The page of what a notice is about, by the first part of its subject; else that of its entry.
_PAGES = {
    "submission": "submission",
    "waiver": "waiver",
    "assessment": "assessment",
    "activation": "rules_change",
    "charter": "charter_change",
}


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Told to ``user``, of entries that they may still see, and of what is for everybody to see."""
        entries = Entry.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(entry=None) | Q(entry__in=entries), recipient=user)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    """One thing told to one person, or to the council's channel (``recipient`` None).

    Rules and charter are about no ``entry``. ``place`` is where on the page of its subject it is shown.
    ``event`` names what happened, so that nobody is told of it twice; ``uid`` is the same on every try to
    deliver it, so that a receiver can drop a repeat. Notices are no part of the record: they tell of acts
    that the ledger holds.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    recipient = models.ForeignKey("registry.User", models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    event = models.CharField(max_length=120)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="notices")
    subject = models.CharField(max_length=80)
    place = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    text = models.TextField()
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("recipient", "event"), name="nobody_is_told_twice"),
            models.UniqueConstraint(
                fields=("event",), condition=Q(recipient=None), name="the_channel_is_not_told_twice"
            ),
        )
        indexes = (
            models.Index(fields=("recipient", "-created_at"), name="notices_of_a_person"),
            models.Index(fields=("recipient",), condition=Q(seen_at=None), name="notices_not_seen_yet"),
            models.Index(fields=("subject",), name="notices_about_a_thing"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """The page of exactly what it is about."""
        name, _, pk = self.subject.partition(":")
        if name == "delegation":
            page = reverse("council")
        elif self.entry is None or name in _PAGES:
            page = reverse(_PAGES[name], args=[pk])
        else:
            page = reverse("entry", args=[self.entry.kind, self.entry.key])
        return f"{page}#{self.place}" if self.place else page

    @property
    def link(self) -> str:
        """The same for who reads it outside of a page."""
        return f"{settings.MUSTER_URL}{self.url}"


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    WEBHOOK = "webhook", "The council's channel"


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", "To be sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"
    DROPPED = "dropped", "Not wanted any more"


class DeliveryQuerySet(models.QuerySet):
    def due(self) -> Self:
        """To be sent now, by nobody else at this moment."""
        return self.filter(status=DeliveryStatus.PENDING, next_try_at__lte=clock.now())

    def settled(self) -> Self:
        """Those that nothing is left to do for; what was given up can still be tried again."""
        return self.filter(status__in=(DeliveryStatus.SENT, DeliveryStatus.DROPPED))


class Delivery(models.Model):
    """One notice on its way out. It is written with the act that it tells of, and stays while it may leave.

    pending -> sent, or failed after the last try, or dropped since it is not wanted any more. Whoever tries
    writes its ``claim`` and moves ``next_try_at`` on, so that another worker takes over only if nothing is
    heard of it.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel)
    status = models.CharField(max_length=8, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    claim = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=("notice", "channel"), name="one_delivery_per_notice_and_channel"),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | ~Q(status=DeliveryStatus.SENT) & Q(sent_at=None),
                name="what_was_sent_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(DeliveryStatus.FAILED, DeliveryStatus.DROPPED)) | ~Q(last_error=""),
                name="what_was_not_sent_says_why",
            ),
        )
        indexes = (
            models.Index(
                fields=("channel", "next_try_at"),
                condition=Q(status=DeliveryStatus.PENDING),
                name="deliveries_to_be_made",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.notice.recipient or 'the council'}"


class EmailChoice(models.TextChoices):
    AT_ONCE = "at_once", "At once, a mail for each"
    DAILY = "daily", "Once a day, all in one mail"
    NEVER = "never", "Never"


class NoticeSettings(models.Model):
    """How a person wants to be told; who never chose gets everything, by mail at once.

    ``muted`` are kinds that they are not told of at all.
    """

    person = models.OneToOneField("registry.User", models.CASCADE, related_name="notice_settings")
    email = models.CharField(max_length=8, choices=EmailChoice, default=EmailChoice.AT_ONCE)
    muted = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "notice settings"

    def __str__(self) -> str:
        return f"{self.person}: {self.get_email_display()}"


class Mute(models.Model):
    """One thing, such as ``submission:7``, that a person is told nothing more of."""

    person = models.ForeignKey("registry.User", models.CASCADE, related_name="mutes")
    subject = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "subject"), name="one_mute_per_thing"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"
