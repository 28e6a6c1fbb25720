"""The register as a list: every entry a person may see, with its verdict and how it stands."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from governance.models import CheckRun, CheckStatus, Condition, Finding, Submission
from governance.reports.standing import Approval, standing_of
from governance.services.reminding import DAYS_BEFORE
from governance.workflow import ENDING, IN_FORCE, Status
from registry import clock
from registry.models import Entry, Kind, Organisation

UNCHECKED = "unchecked"
DEFAULT_PILOT_LIMIT = 180


class Standing(TypedDict):
    """What is known of an entry beside what it says. ``verdict`` is "" before the first check and ``errored``
    where none could be made. It ``is_urgent`` while two people's approval without all seats is in force; the
    others are of the newest submission.
    """

    verdict: str
    approval: str
    decided_pk: int | None
    submission_pk: int | None
    submission_status: str
    is_to_compare: bool
    drifts_since: datetime | None
    valid_until: date | None
    is_overdue: bool
    is_urgent: bool


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Registered = WithAnnotations[Entry, Standing]


def register_for(user: Any) -> "QuerySet[Registered]":
    """Entries visible to ``user``, as ``Standing`` describes them. One query however many rows."""
    submissions = Submission.objects.filter(entry=OuterRef("pk"))
    # What was withdrawn changes nothing: what was decided before it stands.
    withdrawn = Case(When(status=Status.WITHDRAWN, then=1), default=0)
    newest = submissions.order_by(withdrawn, "-submitted_at", "-pk")
    standing = submissions.filter(status__in=ENDING).order_by("-decided_at", "-pk")
    sent_back = submissions.filter(status=Status.CHANGES_REQUESTED)
    checks = CheckRun.objects.filter(entry=OuterRef("pk"))
    return (
        Entry.objects.visible_to(user)
        .select_related("owner_team")
        .annotate(
            verdict=Coalesce(
                Subquery(checks.current().values("verdict")[:1]),
                Subquery(checks.filter(status=CheckStatus.ERRORED).values("status")[:1]),
                Value(""),
            ),
            decided_pk=Coalesce(Subquery(standing.values("pk")[:1]), Subquery(sent_back.values("pk")[:1])),
            submission_pk=Subquery(newest.values("pk")[:1]),
            submission_status=Coalesce(Subquery(newest.values("status")[:1]), Value("")),
            is_to_compare=Subquery(newest.values("is_to_compare")[:1]),
            drifts_since=Subquery(newest.values("drifts_since")[:1]),
            valid_until=Subquery(newest.values("valid_until")[:1]),
            is_urgent=Exists(submissions.in_force().filter(is_urgent=True)),
        )
        .annotate(is_overdue=Exists(Condition.objects.overdue().filter(submission=OuterRef("submission_pk"))))
        .annotate(approval=standing_of("submission_status"))
    )


def with_finding(entries: QuerySet[Any], rule_id: str, outcome: str = "") -> QuerySet[Any]:
    """Those of ``entries`` whose current check has a finding of this rule."""
    found = Finding.objects.filter(
        run__in=CheckRun.objects.current(), run__entry=OuterRef("pk"), rule_id=rule_id
    )
    return entries.filter(Exists(found.filter(outcome=outcome) if outcome else found))


def not_checked(entries: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``entries`` that no current check speaks of, in words: what is found in them is not known."""
    return entries.exclude(pk__in=CheckRun.objects.current().in_words().order_by().values("entry"))


def of_my_teams(user: Any) -> Q:
    """What a person works on: their teams' entries, and those they answer for."""
    return Q(owner_team__in=user.memberships.values("team")) | Q(accountable_person=user)


def pilot_limit() -> int:
    """How many days a pilot may last here."""
    limits = Organisation.objects.values_list("pilot_limit_days", flat=True)
    return limits.first() or DEFAULT_PILOT_LIMIT


def renewable_until() -> date:
    """What ends until then can be certified again already."""
    return clock.today() + timedelta(days=max(DAYS_BEFORE))


def to_be_renewed() -> Q:
    """Entries of ``register_for`` whose approval ends soon."""
    counting = Q(approval__in=[*IN_FORCE, Approval.DRIFTING, Approval.CHANGED])
    return counting & Q(valid_until__lte=renewable_until())


def overdue_pilots() -> Q:
    """Use cases that have been pilots for longer than the organisation allows."""
    day = clock.today() - timedelta(days=pilot_limit())
    return Q(kind=Kind.USE_CASE, lifecycle_stage="pilot", usecase__pilot_started_on__lt=day)
