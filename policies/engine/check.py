"""The one question: does this record meet these packs, on that day?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from policies.canonical import digest
from policies.engine.findings import Subject
from policies.engine.judge import judge
from policies.engine.report import DISPOSITIONS, Finding, Outcome, Report
from policies.errors import PolicyError
from policies.language.context import nearest
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.schema import GATES, SEVERITIES
from policies.language.shapes import SUBJECTS
from policies.record.fields import vocabulary
from policies.release import this_release

_OUTCOMES: Final = ("error", "fail", "unknown")


def check(
    record: Mapping[str, Any],
    packs: Packs,
    *,
    as_of: date,
    facts: Mapping[str, Any] | None = None,
    gate: str | None = None,
    stage: str | None = None,
) -> Report:
    """Ask every rule that applies to the record's kind (and, with ``gate``, belongs to that gate).

    ``record`` is resolved, with ``kind``, ``key`` and, if known, ``org``; ``as_of`` is taken as today; a fact
    that ``facts`` leaves out is unknown. With ``stage``, the record is asked as if it had been moved there
    already: the question before a move. Raises PolicyError for an unknown kind, gate or stage, for a record
    that is not JSON, and where no rule is left to ask: nothing asked is not a pass.
    """
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in SUBJECTS:
        raise PolicyError(f"{kind!r} is not a kind that rules know", hint=nearest(kind, SUBJECTS))
    if gate is not None and gate not in GATES:
        raise PolicyError(f"{gate!r} is not a gate", hint=nearest(gate, GATES))
    rules = [rule for rule in packs.rules if kind in rule.applies_to and gate in (None, *rule.gates)]
    if not rules:
        where = f" at the gate {gate}" if gate else ""
        raise PolicyError(f"No rule was asked: the packs have none for {kind}{where}", hint="Add a pack.")
    if stage is not None:
        record = _moved_to(stage, record)
    record_digest = digest(record)
    subject = Subject(kind, str(record.get("key") or ""), record, facts or {}, as_of)
    report = _report(rules, subject, gate, record_digest, packs.digest)
    return replace(report, stage=stage)


def _moved_to(stage: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    stages = [str(one) for one in vocabulary("lifecycle_stage")]
    if stage not in stages:
        raise PolicyError(f"{stage!r} is not a stage", hint=nearest(stage, stages))
    return {**record, "lifecycle_stage": stage}


def _report(rules: list[Rule], subject: Subject, gate: str | None, record: str, packs: str) -> Report:
    findings: list[Finding] = []
    outcomes: dict[str, Outcome] = {}
    vacuous: list[str] = []
    for rule in rules:
        judgement = judge(rule, subject)
        findings += judgement.findings
        outcomes[rule.id] = judgement.outcome
        if judgement.vacuous:
            vacuous.append(rule.id)
    return Report(
        kind=subject.kind,
        key=subject.key,
        as_of=subject.today,
        gate=gate,
        findings=tuple(sorted(findings, key=worst_first)),
        outcomes=outcomes,
        vacuous=tuple(vacuous),
        record_digest=record,
        packs_digest=packs,
        engine=this_release(),
    )


def worst_first(finding: Finding) -> tuple[Any, ...]:
    """A sorting key: what is open before what is waived or to come, then what stops, severity, outcome."""
    return (
        DISPOSITIONS.index(finding.disposition),
        not finding.blocks,
        SEVERITIES.index(finding.severity),
        _OUTCOMES.index(finding.outcome),
        finding.rule_id,
        finding.check_id,
    )
