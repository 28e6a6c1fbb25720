"""The register as a list: every entry a person may see, with its verdict and how it stands."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from governance.models import CheckRun, Finding, Submission
from governance.reports.standing import Approval
from governance.workflow import Status
from registry import clock
from registry.models import Entry, Kind, Organisation

UNCHECKED = "unchecked"
DEFAULT_PILOT_LIMIT = 180


def register_for(user: Any) -> QuerySet[Entry]:
    """Entries visible to ``user`` with ``verdict`` ("" before the first check), ``approval``,
    ``submission_pk`` and ``valid_until`` of the newest submission. One query however many rows.
    """
    newest = Submission.objects.filter(entry=OuterRef("pk")).order_by("-submitted_at", "-pk")
    current = CheckRun.objects.current().filter(entry=OuterRef("pk"))
    return (
        Entry.objects.visible_to(user)
        .select_related("owner_team")
        .annotate(
            verdict=Coalesce(Subquery(current.values("verdict")[:1]), Value("")),
            submission_pk=Subquery(newest.values("pk")[:1]),
            submission_status=Coalesce(Subquery(newest.values("status")[:1]), Value("")),
            submitted_digest=Subquery(newest.values("manifest_digest")[:1]),
            valid_until=Subquery(newest.values("valid_until")[:1]),
        )
        .annotate(approval=_approval())
    )


def with_finding(entries: QuerySet[Entry], rule_id: str, outcome: str = "") -> QuerySet[Entry]:
    """Those of ``entries`` whose current check has a finding of this rule."""
    found = Finding.objects.filter(run__entry=OuterRef("pk"), run__is_current=True, rule_id=rule_id)
    return entries.filter(Exists(found.filter(outcome=outcome) if outcome else found))


def of_my_teams(user: Any) -> Q:
    """What a person works on: their teams' entries, and those they answer for."""
    return Q(owner_team__in=user.memberships.values("team")) | Q(accountable_person=user)


def pilot_limit() -> int:
    """How many days a pilot may last here."""
    limits = Organisation.objects.values_list("pilot_limit_days", flat=True)
    return limits.first() or DEFAULT_PILOT_LIMIT


def overdue_pilots() -> Q:
    """Use cases that have been pilots for longer than the organisation allows."""
    day = clock.today() - timedelta(days=pilot_limit())
    return Q(kind=Kind.USE_CASE, lifecycle_stage="pilot", usecase__pilot_started_on__lt=day)


def _approval() -> Case:
    """``standing.approval_of`` in the database; a test holds the two to each other."""
    approved = Q(submission_status=Status.APPROVED)
    return Case(
        When(submission_status="", then=Value(Approval.NONE.value)),
        When(approved & ~Q(submitted_digest=F("manifest_digest")), then=Value(Approval.CHANGED.value)),
        When(approved & Q(valid_until__lt=clock.today()), then=Value(Approval.EXPIRED.value)),
        default=F("submission_status"),
        output_field=CharField(),
    )
