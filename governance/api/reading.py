"""Entries as the API shows them: with check, open submission and approval, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet

from governance.models import CheckRun, Finding, Submission
from governance.workflow import ENDING, OPEN, Status
from registry import clock
from registry.models import Entry


class Standing(models.TextChoices):
    """How what is registered stands to what the council approved."""

    NONE = "none", "Never approved"
    REJECTED = "rejected", "Rejected since"
    APPROVED = "approved", "Approved as it stands"
    CHANGED = "changed", "Changed since it was approved"
    EXPIRED = "expired", "The approval has run out"


@dataclass(frozen=True)
class Approval:
    standing: Standing
    submission: int | None = None
    manifest_digest: str | None = None
    valid_until: date | None = None


def entries_for(user: Any) -> QuerySet[Entry]:
    """What ``user`` may see, see ``with_standing``."""
    return with_standing(Entry.objects.visible_to(user))


def with_standing(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With ``current_checks`` and ``recent_submissions`` (newest first)."""
    told = Submission.objects.filter(status__in=[*OPEN, *ENDING]).order_by("-pk").defer("snapshot")
    return entries.select_related("owner_team").prefetch_related(
        Prefetch("checks", CheckRun.objects.current(), "current_checks"),
        Prefetch("submissions", told, "recent_submissions"),
    )


def current_findings_for(user: Any) -> QuerySet[Finding]:
    """The findings of the current checks of what ``user`` may see."""
    runs = CheckRun.objects.current().visible_to(user).order_by()
    return Finding.objects.filter(run__in=runs.values("pk")).select_related("run__entry__owner_team")


def approval_of(entry: Entry, submissions: Iterable[Submission]) -> Approval:
    """What the newest final decision of ``submissions`` (newest first) means for the manifest as it is."""
    newest = next((one for one in submissions if one.status in ENDING), None)
    if newest is None:
        return Approval(Standing.NONE)
    if newest.status == Status.REJECTED:
        return Approval(Standing.REJECTED, newest.pk, newest.manifest_digest)
    standing = Standing.APPROVED
    if newest.manifest_digest != entry.manifest_digest:
        standing = Standing.CHANGED
    elif newest.valid_until is not None and newest.valid_until < clock.today():
        standing = Standing.EXPIRED
    return Approval(standing, newest.pk, newest.manifest_digest, newest.valid_until)
