"""The whole portfolio in numbers. Each number counts entries that one reader may see, and names its list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from governance.models import CheckRun, Finding
from governance.reports.register import UNCHECKED, not_checked, overdue_pilots, pilot_limit, register_for
from governance.reports.standing import VERDICT_LOOKS, Approval, Look
from policies.record import term_label, vocabulary
from registry.models import Kind

VERDICTS = ("pass", "conditional", "gap", "fail")
SEVERITIES = ("blocker", "high", "medium", "low", "info")


@dataclass(frozen=True)
class Part:
    """A stretch of a bar, whose colour ``name`` stands for: ``start`` and ``width`` in percent of it."""

    name: str
    look: Look
    count: int
    start: float
    width: float
    url: str


@dataclass(frozen=True)
class Bar:
    kind: str
    total: int
    parts: tuple[Part, ...]
    url: str

    @property
    def summary(self) -> str:
        """The bar in words, for who can't see it."""
        return ", ".join(f"{part.look.label}: {part.count}" for part in self.parts if part.count)


@dataclass(frozen=True)
class Counted:
    """A number and the list it counts."""

    label: str
    count: int
    url: str


def portfolio_of(user: Any) -> dict[str, Any]:
    entries = register_for(user)
    states = list(entries.order_by().values_list("kind", "verdict", "approval", "lifecycle_stage"))
    return {
        "total": len(states),
        "bars": list(_bars(states)),
        "worst": list(_worst(entries)),
        "not_counted": not_checked(entries).count(),
        "stages": _stages(states),
        "approvals": _approvals(states),
        "urgent": Counted(
            "Approved urgently", entries.filter(is_urgent=True).count(), list_url(urgent="true")
        ),
        "pilot_limit": pilot_limit(),
        "overdue": entries.filter(overdue_pilots())
        .order_by("usecase__pilot_started_on")
        .select_related("usecase"),
    }


def list_url(**chosen: str) -> str:
    return f"{reverse('entries')}?{urlencode(chosen)}"


def _bars(states: list[tuple[str, str, str, str]]) -> Iterable[Bar]:
    occurring = {verdict for _, verdict, _, _ in states}
    shown = {name: look for name, look in VERDICT_LOOKS.items() if name in occurring or name in VERDICTS}
    for kind in Kind.values:
        verdicts = [verdict for one, verdict, _, _ in states if one == kind]
        if verdicts:
            yield Bar(kind, len(verdicts), tuple(_parts(kind, verdicts, shown)), list_url(kind=kind))


def _parts(kind: str, verdicts: list[str], shown: Mapping[str, Look]) -> Iterable[Part]:
    start = 0.0
    for verdict, look in shown.items():
        count = verdicts.count(verdict)
        width = 100 * count / len(verdicts)
        name = verdict or UNCHECKED
        yield Part(name, look, count, round(start, 3), round(width, 3), list_url(kind=kind, verdict=name))
        start += width


def _worst(entries: QuerySet[Any]) -> Iterable[dict[str, Any]]:
    """Rules by severity, then by how many entries they found something in, failures before unknowns."""
    current = Finding.objects.filter(
        run__in=CheckRun.objects.current(), run__entry__in=entries.order_by().values("pk")
    )
    grouped = current.order_by().values("rule_id", "severity")
    counted = grouped.annotate(
        failing=Count("run__entry", distinct=True, filter=Q(outcome="fail")),
        unknown=Count("run__entry", distinct=True, filter=~Q(outcome="fail")),
    )
    titles = dict(current.order_by().values_list("rule_id", "title").distinct())
    rows = sorted(
        counted, key=lambda row: (SEVERITIES.index(row["severity"]), -row["failing"], -row["unknown"])
    )
    for row in rows:
        yield row | {
            "title": titles[row["rule_id"]],
            "failing_url": list_url(rule=row["rule_id"], outcome="fail"),
            "unknown_url": list_url(rule=row["rule_id"], outcome="unknown"),
        }


def _stages(states: list[tuple[str, str, str, str]]) -> list[Counted]:
    stages = [stage for kind, _, _, stage in states if kind == Kind.USE_CASE]
    return [
        Counted(
            term_label("lifecycle_stage", stage),
            stages.count(str(stage)),
            list_url(kind=Kind.USE_CASE, stage=str(stage)),
        )
        for stage in vocabulary("lifecycle_stage")
    ]


def _approvals(states: list[tuple[str, str, str, str]]) -> list[Counted]:
    found = [approval for _, _, approval, _ in states]
    return [
        Counted(approval.label, found.count(approval), list_url(approval=approval))
        for approval in Approval
        if found.count(approval)
    ]
