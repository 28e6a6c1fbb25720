"""The register of decisions and findings: what was decided on each entry, by which seat, on what evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.models import CheckRun, ConditionState, Finding, Submission
from governance.reports.register import not_checked, of_my_teams, register_for
from governance.reports.standing import VERDICT_LOOKS, Approval
from governance.services.rule_sets import digest_in_force
from governance.workflow import IN_FORCE, OPEN
from policies.canonical import digest
from policies.record import term_label
from registry import clock
from registry.ledger.models import AuditEvent
from registry.models import Kind
from registry.permissions import may

if TYPE_CHECKING:
    from governance.reports.register import Registered


@dataclass(frozen=True)
class Row:
    """One entry and the decision that stands for it. Field names are columns; every value is text."""

    kind: str
    key: str
    title: str
    team: str
    stage: str
    verdict: str
    blocking_findings: str
    open_questions: str
    waived: str
    approval: str
    under_way: str
    decided_by_seat: str
    is_urgent: str
    decided_on: str
    reason: str
    valid_until: str
    conditions: str
    manifest_digest: str
    decided_manifest_digest: str
    review_digest: str
    entry_ledger_digest: str
    submission_ledger_digest: str


# In place of rules, where no check speaks of the entry as it stands: blank would look like none.
NOT_KNOWN = "Not known"
COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True)
class DecisionReport:
    """The rows, and what lets an auditor hold them against the record later."""

    rows: list[Row]
    made_on: str
    packs_digest: str
    ledger_digest: str
    whole: bool

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the rows."""
        return digest([asdict(row) for row in self.rows])


def decision_report_for(user: Any) -> DecisionReport:
    """Every entry, for who may export reports; the entries of their own teams for everyone else."""
    whole = may(user, "governance.export_reports")
    entries = register_for(user) if whole else register_for(user).filter(of_my_teams(user))
    heads = _ledger_heads()
    return DecisionReport(
        rows=list(_rows(entries.order_by("owner_team__name", "kind", "key"), heads)),
        made_on=clock.today().isoformat(),
        packs_digest=digest_in_force(),
        ledger_digest=digest(heads),
        whole=whole,
    )


def _rows(entries: "QuerySet[Registered]", heads: dict[str, str]) -> Iterable[Row]:
    listed = list(entries)
    # A decision stands in the report while another round, or another submission, is under way.
    pks = [pk for entry in listed if (pk := entry.decided_pk or entry.submission_pk)]
    rows = Submission.objects.defer("snapshot").filter(pk__in=pks)
    rows = rows.prefetch_related("votes", "urgent_voices", "conditions")
    submissions = {submission.pk: submission for submission in rows}
    findings = _findings(entries)
    unchecked = set(not_checked(entries).order_by().values_list("pk", flat=True))
    findings |= {pk: dict.fromkeys(("fail", "unknown", "waived"), [NOT_KNOWN]) for pk in unchecked}
    for entry in listed:
        yield _row(
            entry, submissions.get(entry.decided_pk or entry.submission_pk or 0), findings[entry.pk], heads
        )


def _row(
    entry: "Registered", submission: Submission | None, findings: dict[str, list[str]], heads: dict[str, str]
) -> Row:
    decided = submission if submission is not None and submission.decided_at else None
    decided_at = decided.decided_at if decided else None
    return Row(
        kind=Kind(entry.kind).label,
        key=entry.key,
        title=entry.title,
        team=entry.owner_team.name,
        stage=term_label("lifecycle_stage", entry.lifecycle_stage) if entry.lifecycle_stage else "Not said",
        verdict=VERDICT_LOOKS[entry.verdict].label,
        blocking_findings=", ".join(findings["fail"]),
        open_questions=", ".join(_only_open(findings)),
        waived=", ".join(findings["waived"]),
        approval=_approval_of(entry, decided).label,
        under_way=Approval(entry.submission_status).label
        if decided and entry.submission_status in OPEN
        else "",
        decided_by_seat=", ".join(_seats_of(decided)) if decided else "",
        is_urgent=("yes" if decided.is_urgent else "no") if decided else "",
        decided_on=decided_at.date().isoformat() if decided_at else "",
        reason=decided.reason if decided else "",
        valid_until=decided.valid_until.isoformat() if decided and decided.valid_until else "",
        conditions=_conditions_of(decided) if decided else "",
        manifest_digest=entry.manifest_digest,
        decided_manifest_digest=decided.manifest_digest if decided else "",
        review_digest=submission.review_digest if submission else "",
        entry_ledger_digest=heads.get(entry.subject, ""),
        submission_ledger_digest=heads.get(submission.subject, "") if submission else "",
    )


def _only_open(findings: dict[str, list[str]]) -> list[str]:
    """Rules not enough was said for, without those that fail elsewhere in the entry."""
    fails = set(findings["fail"]) - {NOT_KNOWN}
    return [rule for rule in findings["unknown"] if rule not in fails]


def _approval_of(entry: "Registered", decided: Submission | None) -> Approval:
    """What the decision in the row means for the manifest as it is; else where the entry has got to."""
    if decided is None:
        return Approval(entry.approval)
    if decided.status not in IN_FORCE:
        return Approval(decided.status)
    expired = decided.valid_until is not None and decided.valid_until < clock.today()
    if expired or any(one.is_overdue for one in decided.conditions.all()):
        return Approval.EXPIRED
    if decided.is_to_compare:
        return Approval.CHANGED
    return Approval.DRIFTING if decided.drifts_since else Approval(decided.status)


def _conditions_of(decided: Submission) -> str:
    """What the decision hung on, with what became of each."""
    asked = [one for one in decided.conditions.all() if one.round == decided.round]
    return "\n".join(
        f"{one.text} ({one.get_state_display().lower()}, due {one.due_on.isoformat()})"
        for one in asked
        if one.state != ConditionState.DROPPED
    )


def _seats_of(decided: Submission) -> list[str]:
    """The seats whose votes the decision counts; of an urgent one those of the two people."""
    votes = [one for one in decided.votes.all() if one.counted]
    said = list(decided.urgent_voices.all()) if decided.is_urgent else votes
    seats = dict.fromkeys(one.seat for one in said if one.round == decided.round)
    return [str(term_label("function", seat)) for seat in seats]


def _findings(entries: QuerySet[Any]) -> dict[int, dict[str, list[str]]]:
    """Rules by entry: those that fail and stand in the way, those not enough was said for, those waived."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"fail": [], "unknown": [], "waived": []})
    current = Finding.objects.filter(
        Q(blocks=True) | Q(waiver__isnull=False),
        run__in=CheckRun.objects.current(),
        run__entry__in=entries.order_by().values("pk"),
    ).order_by("position")
    for pk, rule, outcome, waiver in current.values_list("run__entry", "rule_id", "outcome", "waiver"):
        said = f"{rule} until {waiver['until']}" if waiver else rule
        rules = found[pk]["waived" if waiver else "fail" if outcome == "fail" else "unknown"]
        if said not in rules:
            rules.append(said)
    return found


def _ledger_heads() -> dict[str, str]:
    """The digest of the last event of every subject."""
    newest = AuditEvent.objects.filter(subject=OuterRef("subject")).order_by("-sequence").values("pk")[:1]
    return dict(AuditEvent.objects.filter(pk=Subquery(newest)).order_by().values_list("subject", "digest"))
