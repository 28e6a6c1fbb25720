"""Entries as the API shows them: with check, open submission and approval, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from governance.models import CheckRun, Finding, Submission
from governance.workflow import ENDING, IN_FORCE, OPEN
from registry import clock
from registry.manifests import Name
from registry.models import Entry, User
from registry.permissions import may
from registry.prepared import Prepared


class Standing(models.TextChoices):
    """How what is registered stands to what the council approved."""

    NONE = "none", "Never approved"
    REJECTED = "rejected", "Rejected since"
    APPROVED = "approved", "Approved as it stands"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved as it stands, with conditions"
    DRIFTING = "drifting", "Approved as it stands, and today's rules find what stands in the way"
    CHANGED = "changed", "Changed since it was approved, and not compared yet"
    SUSPENDED = "suspended", "The approval is suspended"
    REVOKED = "revoked", "The approval was revoked"
    EXPIRED = "expired", "The approval has run out"


# It counts, whatever is to be looked at.
COUNTING = {Standing.APPROVED, Standing.APPROVED_WITH_CONDITIONS, Standing.DRIFTING, Standing.CHANGED}


@dataclass(frozen=True)
class Approval:
    standing: Standing
    submission: int | None = None
    manifest_digest: str | None = None
    valid_until: date | None = None


def entries_for(user: Any) -> QuerySet[Entry]:
    """What ``user`` may see, see ``with_standing``."""
    return with_standing(Entry.objects.visible_to(user))


def entry_for(user: User, kind: str, key: str) -> Entry:
    """One of these. Raises ``Http404`` for what ``user`` can't see as for what isn't there."""
    found = _NAMED(kind, key) if may(user, "registry.view_entry") else _SHOWN(user.pk, kind, key)
    if not (found and user.is_active):
        raise Http404
    return _with_standing(found)[0]


def with_standing(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With ``current_checks`` and ``recent_submissions`` (newest first)."""
    told = _submissions().prefetch_related("conditions")
    return entries.select_related("owner_team").prefetch_related(
        Prefetch("checks", CheckRun.objects.current(), "current_checks"),
        Prefetch("submissions", told, "recent_submissions"),
    )


def standing_of(names: Iterable[Name]) -> list[Any]:
    """The entries of these kinds and keys, whoever may see them, as ``with_standing`` gives them."""
    return _with_standing(_NAMED(*chain.from_iterable(names)))


def _with_standing(entries: list[Any]) -> list[Any]:
    by_pk = {one.pk: one for one in entries}
    for one in entries:
        one.current_checks, one.recent_submissions = [], []
    if entries:
        for run in _CHECKS(clock.today().isoformat(), *by_pk):
            by_pk[run.entry_id].current_checks.append(run)
        submissions = _SUBMISSIONS(*by_pk)
        prefetch_related_objects(submissions, "conditions")
        for one in submissions:
            by_pk[one.entry_id].recent_submissions.append(one)
    return entries


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.filter(status__in=[*OPEN, *ENDING]).order_by("-pk").defer("snapshot")


_NAMED = Prepared(
    lambda *names: Entry.objects.select_related("owner_team").filter(
        reduce(or_, (Q(kind=kind, key=key) for kind, key in zip(names[::2], names[1::2], strict=True)))
    )
)
_SHOWN = Prepared(
    lambda person, kind, key: (
        Entry.objects.select_related("owner_team").shown_to(person).filter(kind=kind, key=key)
    )
)
_CHECKS = Prepared(lambda today, *entries: CheckRun.objects.current(today).filter(entry__pk__in=entries))
_SUBMISSIONS = Prepared(lambda *entries: _submissions().filter(entry__pk__in=entries))


def approved_manifests(entries: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """What was approved of those of ``entries`` whose approval counts, by primary key, as it was written."""
    approvals = [approval_of(one.recent_submissions) for one in entries]
    counting = [one.submission for one in approvals if one.submission and one.standing in COUNTING]
    if not counting:
        return {}
    rows = Submission.objects.filter(pk__in=counting, entry__revisions__number=F("revision"))
    return dict(rows.order_by().values_list("entry", "entry__revisions__document"))


def current_findings_for(user: Any) -> QuerySet[Finding]:
    """The findings of the current checks of what ``user`` may see."""
    runs = CheckRun.objects.current().visible_to(user).order_by()
    return Finding.objects.filter(run__in=runs.values("pk")).select_related("run__entry__owner_team")


def approval_of(submissions: Iterable[Submission]) -> Approval:
    """What the newest final decision of ``submissions`` (newest first) means today."""
    newest = next((one for one in submissions if one.status in ENDING), None)
    if newest is None:
        return Approval(Standing.NONE)
    if newest.status not in IN_FORCE:
        return Approval(Standing(newest.status), newest.pk, newest.manifest_digest, newest.valid_until)
    standing = Standing(newest.status)
    if _is_over(newest):
        standing = Standing.EXPIRED
    elif newest.is_to_compare:
        standing = Standing.CHANGED
    elif newest.drifts_since:
        standing = Standing.DRIFTING
    return Approval(standing, newest.pk, newest.manifest_digest, newest.valid_until)


def _is_over(approved: Submission) -> bool:
    """Its last day has passed, or that of a condition which is not met."""
    expired = approved.valid_until is not None and approved.valid_until < clock.today()
    return expired or any(one.is_overdue for one in approved.conditions.all())
