"""Which assessments an entry has, and which ones the rules ask for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from governance.assessing import State
from governance.models import Assessment
from governance.reports.standing import Look
from governance.services.rule_sets import packs_of, usable_packs
from policies.assessments import Coverage, coverage_of, outlines, read_outline
from policies.language.nodes import Constant, Node, Quantified, Test, walk
from policies.language.rules import Rule
from policies.record import term_label

EXPIRES_SOON: Final = timedelta(days=60)
_LOOKS: Final = {
    State.IN_PROGRESS: Look("Being written", "plain", "wait"),
    State.SUBMITTED: Look("Waiting for approval", "plain", "wait"),
    State.APPROVED: Look("Approved", "good", "seal"),
    State.REPLACED: Look("Replaced", "plain", "unchecked"),
    State.WITHDRAWN: Look("Withdrawn", "open", "back"),
}
_DECLARED: Final = Look("Declared, not verified", "warn", "conditional")
_NONE: Final = Look("Not started", "open", "gap")


Declared = tuple[Mapping[str, Any], str]  # a row of a manifest, and why its judgement does not count


@dataclass
class TypeRow:
    """One type of assessment of one entry: what stands, what is being written, and who asks for it.

    ``note`` says what to hold of what the entry only declares.
    """

    type: str
    label: str
    look: Look
    standing: Assessment | None = None
    draft: Assessment | None = None
    coverage: Coverage | None = None
    valid_until: str = ""
    note: str = ""
    asked_by: list[Any] = field(default_factory=list)
    can_start: bool = False


def look_of_assessment(assessment: Assessment, today: date) -> Look:
    if assessment.status(today) == "expired" and assessment.state == State.APPROVED:
        return Look("Expired", "warn", "wait")
    return _LOOKS[State(assessment.state)]


def rows_of_entry(
    held: Iterable[Assessment],
    declared: Iterable[Declared],
    findings: Iterable[Any],
    *,
    today: date,
    writes: bool,
) -> list[TypeRow]:
    """``held`` stand or are open, ``declared`` are the manifest's own, ``findings`` are of the current check.

    What a rule asks for comes first, then what there is.
    """
    rows: dict[str, TypeRow] = {}
    for finding in findings:
        for name in asked_types(finding.rule_id, finding.rule_version):
            _ask(_row(rows, name), finding)
    # Of several of one type, one that counts is shown.
    for one, doubt in sorted(declared, key=lambda row: not row[1]):
        _declare(_row(rows, one["type"]), one, doubt)
    for assessment in held:
        _add(_row(rows, assessment.type), assessment, today)
    for row in rows.values():
        row.can_start = writes and row.draft is None and row.type in outlines()
    return list(rows.values())


def _ask(row: TypeRow, finding: Any) -> None:
    """A rule asks for an assessment once, however many of its checks do."""
    said = (finding.rule_id, finding.outcome)
    if all((one.rule_id, one.outcome) != said for one in row.asked_by):
        row.asked_by.append(finding)


def coverage_of_assessment(assessment: Assessment) -> Coverage:
    return coverage_of(read_outline(assessment.outline), assessment.answers)[0]


def asked_types(rule_id: str, version: int) -> tuple[str, ...]:
    """The types of assessment that a rule in force looks for."""
    packs = usable_packs()
    return _asked(packs.digest).get((rule_id, version), ()) if packs else ()


@cache
def _asked(packs_digest: str) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Worked out once for the packs of this digest."""
    found = {(rule.id, rule.version): tuple(sorted(_types(rule))) for rule in packs_of(packs_digest).rules}
    return {name: types for name, types in found.items() if types}


def _types(rule: Rule) -> Iterator[str]:
    for check in rule.require:
        for node in walk(check.that):
            if isinstance(node, Quantified) and node.path.steps == ("assessments",):
                yield from _named_types(node)


def _named_types(node: Node) -> Iterator[str]:
    for inner in walk(node):
        if isinstance(inner, Test) and inner.path.steps == ("type",) and isinstance(inner.operand, Constant):
            value = inner.operand.value
            yield from [value] if isinstance(value, str) else map(str, getattr(value, "known", ()))


def _row(rows: dict[str, TypeRow], name: str) -> TypeRow:
    return rows.setdefault(name, TypeRow(name, term_label("assessment_type", name), _NONE))


def _declare(row: TypeRow, said: Mapping[str, Any], doubt: str) -> None:
    row.look = _DECLARED if doubt else _look_of_declared(said)
    row.valid_until = str(said.get("valid_until") or "")
    row.note = doubt or "The entry itself says so: this was not judged in Muster."


def _look_of_declared(said: Mapping[str, Any]) -> Look:
    status = said.get("status")
    if not isinstance(status, str):
        return Look("Kept elsewhere", "plain", "info")
    return Look(f"Kept elsewhere: {term_label('assessment_status', status).lower()}", "plain", "info")


def _add(row: TypeRow, assessment: Assessment, today: date) -> None:
    if assessment.is_open:
        row.draft, row.coverage = assessment, coverage_of_assessment(assessment)
    else:
        row.standing, row.note = assessment, ""
        row.valid_until = assessment.valid_until.isoformat() if assessment.valid_until else ""
    if row.standing is None or not assessment.is_open:
        row.look = look_of_assessment(assessment, today)
