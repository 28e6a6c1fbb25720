"""Findings that somebody asked to live with, and who agreed."""

from datetime import date
from functools import partial
from typing import Any, Self, cast

from django.db import models
from django.db.models import F, Prefetch, Q

import policies
from registry import clock
from registry.models import Entry
from registry.models.columns import terms


class WaiverStatus(models.TextChoices):
    ASKED = "asked", "Asked for"
    GRANTED = "granted", "Granted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REVOKED = "revoked", "Revoked"


class WaiverQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=Entry.objects.visible_to(user).order_by().values("pk"))

    def asked(self) -> Self:
        """Waiting for approvals, and not too late for them."""
        return self.filter(status=WaiverStatus.ASKED, expires_on__gte=clock.today())

    def lapsed(self) -> Self:
        """Asked for until a day that passed before enough people had approved."""
        return self.filter(status=WaiverStatus.ASKED, expires_on__lt=clock.today())

    def granted(self) -> Self:
        """Granted and not revoked, whatever the day: what ``apply_waivers`` is to be asked about."""
        return self.filter(status=WaiverStatus.GRANTED)

    def in_force(self) -> Self:
        return self.granted().filter(expires_on__gte=clock.today())

    def expired(self) -> Self:
        return self.granted().filter(expires_on__lt=clock.today())

    def standing_as(self, standing: str) -> Self:
        """Those whose ``standing`` is this today."""
        named = {
            "asked": self.asked,
            "lapsed": self.lapsed,
            "granted": self.in_force,
            "expired": self.expired,
        }
        return named[standing]() if standing in named else self.filter(status=standing)

    def with_people(self) -> Self:
        approvals = WaiverApproval.objects.select_related("approver")
        return self.select_related("entry__owner_team", "requested_by", "ended_by").prefetch_related(
            Prefetch("approvals", approvals)
        )

    def awaiting(self, user: Any) -> Self:
        """Asked for, by others than ``user``, who may approve and did not yet."""
        from governance.charter import usable_charter
        from governance.models.seats import Seat

        rules, acting = usable_charter(), Seat.objects.acting().filter(holder=user)
        if not rules or not acting.filter(function__in=rules.may_waive).exists():
            return self.none()
        mine = WaiverApproval.objects.filter(approver=user).values("waiver")
        return self.asked().exclude(parties=user).exclude(pk__in=mine)


class Waiver(models.Model):
    """One rule's findings in one entry, accepted until ``expires_on`` with something in place of them.

    ``evidence`` maps the fingerprints of these findings to their evidence digests: once what they stand on
    changes, the waiver counts no more. ``salt`` goes into what the ledger tells of them (see
    ``registry.ledger.salting``). ``approvals_needed`` is what the rule asked for when it was asked for.
    ``proof`` says what shows that the compensating control works. Whether the waiver counts on a day is
    decided by ``policies.apply_waivers``, never by a job that ticks it off.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="waivers")
    team = models.ForeignKey("registry.Team", models.PROTECT, related_name="waivers")
    parties = models.ManyToManyField("registry.User", related_name="waivers_with_a_part", blank=True)
    rule_id = models.CharField(max_length=20)
    rule_version = models.PositiveIntegerField()
    rule_title = models.CharField(max_length=300)
    severity = models.CharField(max_length=8)
    evidence = models.JSONField()
    salt = models.CharField(max_length=32, blank=True, default="")
    reason = models.TextField()
    compensating_control = models.TextField()
    proof = models.TextField()
    expires_on = models.DateField()
    approvals_needed = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=WaiverStatus, default=WaiverStatus.ASKED)
    requested_by = models.ForeignKey("registry.User", models.PROTECT, related_name="waivers")
    requested_at = models.DateTimeField(default=clock.now)
    granted_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="waivers_ended"
    )
    ended_why = models.TextField(blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "rule_id"),
                condition=Q(status="asked"),
                name="one_open_request_per_entry_and_rule",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(compensating_control="") & ~Q(proof=""),
                name="every_waiver_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("granted", "revoked")) | Q(granted_on__isnull=False),
                name="granted_waivers_have_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(granted_on=None) | Q(expires_on__gte=F("granted_on")),
                name="waivers_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("rejected", "withdrawn", "revoked"))
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_waivers_say_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(ended_by=F("requested_by")),
                name="nobody_rejects_their_own_request",
            ),
        )
        indexes = (models.Index(fields=("status", "expires_on"), name="waivers_by_state"),)

    def __str__(self) -> str:
        return f"Waiver {self.pk} of {self.rule_id} for {self.entry}"

    @property
    def subject(self) -> str:
        return f"waiver:{self.pk}"

    @property
    def standing(self) -> str:
        """Today's state: its status, or ``expired`` or ``lapsed`` where its last day has passed."""
        over = self.expires_on < clock.today()
        return (
            {"granted": "expired", "asked": "lapsed"}.get(self.status, self.status) if over else self.status
        )

    def as_policy(self) -> policies.Waiver:
        """As the engine takes it, with people by their e-mail addresses. For a waiver that was granted."""
        return policies.Waiver(
            id=str(self.pk),
            rule_id=self.rule_id,
            rule_version=self.rule_version,
            kind=self.entry.kind,
            key=self.entry.key,
            reason=self.reason,
            compensating_control=self.compensating_control,
            requester=self.requested_by.email,
            approvers=tuple(one.approver.email for one in self.approvals.all() if one.counted),
            granted_on=cast(date, self.granted_on),
            expires_on=self.expires_on,
            evidence=self.evidence,
        )


class WaiverApproval(models.Model):
    """One person's agreement to one waiver, and the seat they gave it from.

    ``counted``: it was among those that the waiver was granted on. Until then, whether it counts follows from
    who could approve today: see ``governance.permissions.lost_approvals``.
    """

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="approvals")
    approver = models.ForeignKey("registry.User", models.PROTECT, related_name="waiver_approvals")
    seat = models.CharField(max_length=100, choices=partial(terms, "function"))
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    counted = models.BooleanField(default=False)

    class Meta:
        ordering = ("waiver", "at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("waiver", "approver"), name="one_approval_per_person_and_waiver"),
            models.CheckConstraint(condition=~Q(reason=""), name="every_approval_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.approver}: {self.waiver}"
