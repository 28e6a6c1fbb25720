"""The one question: does this record meet these packs, on that day?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from policies.canonical import digest
from policies.compiled.kept import FINDINGS
from policies.engine.compact import CompactFinding
from policies.engine.findings import FindingMaker, Subject
from policies.engine.judge import Judgement, judge
from policies.engine.report import DISPOSITIONS, Finding, Report
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
    rules, subject = asked(record, packs, as_of=as_of, facts=facts, gate=gate, stage=stage)
    record_digest = digest(subject.record)
    judgements = {rule.id: one for rule, one in zip(rules, _judged(rules, subject, packs), strict=True)}
    findings = [finding for one in judgements.values() for finding in one.findings]
    return Report(
        kind=subject.kind,
        key=subject.key,
        as_of=as_of,
        gate=gate,
        findings=tuple(sorted(findings, key=worst_first)),
        outcomes={name: one.outcome for name, one in judgements.items()},
        vacuous=tuple(name for name, one in judgements.items() if one.vacuous),
        record_digest=record_digest,
        packs_digest=packs.digest,
        engine=this_release(),
        stage=stage,
    )


def asked(
    record: Mapping[str, Any],
    packs: Packs,
    *,
    as_of: date,
    facts: Mapping[str, Any] | None,
    gate: str | None,
    stage: str | None,
) -> tuple[tuple[Rule, ...], Subject]:
    """The rules that are asked, and what of. Takes and raises what ``check`` does."""
    kind = record.get("kind")
    rules = rules_asked(packs, kind, gate)
    if stage is not None:
        record = _moved_to(stage, record)
    return rules, Subject(str(kind), str(record.get("key") or ""), record, facts or {}, as_of)


def refuse_unknown(kind: object, gate: str | None) -> None:
    """Raise PolicyError for a kind or gate that is none."""
    if not isinstance(kind, str) or kind not in SUBJECTS:
        raise PolicyError(f"{kind!r} is not a kind that rules know", hint=nearest(kind, SUBJECTS))
    if gate is not None and gate not in GATES:
        raise PolicyError(f"{gate!r} is not a gate", hint=nearest(gate, GATES))


def rules_asked(packs: Packs, kind: object, gate: str | None) -> tuple[Rule, ...]:
    """The rules for a kind at a gate. Raises PolicyError where there are none."""
    refuse_unknown(kind, gate)
    rules = tuple(rule for rule in packs.rules if kind in rule.applies_to and gate in (None, *rule.gates))
    if not rules:
        where = f" at the gate {gate}" if gate else ""
        raise PolicyError(f"No rule was asked: the packs have none for {kind}{where}", hint="Add a pack.")
    return rules


def _moved_to(stage: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record as if it had been moved to ``stage`` already. Raises PolicyError for no stage."""
    stages = [str(one) for one in vocabulary("lifecycle_stage")]
    if stage not in stages:
        raise PolicyError(f"{stage!r} is not a stage", hint=nearest(stage, stages))
    return {**record, "lifecycle_stage": stage}


def _judged(rules: tuple[Rule, ...], subject: Subject, packs: Packs) -> Iterator[Judgement]:
    """What each rule comes to. With a function at hand only what it finds is worded."""
    function = FINDINGS.once_it_pays(packs, subject.kind, subject.today)
    if function is None:
        yield from (judge(rule, subject) for rule in rules)
        return
    from policies.compiled.build import VACUOUS
    from policies.compiled.outcomes import OUTCOME

    said, found = function.of(subject.record, subject.facts)
    outcomes = {rule.id: one for rule, one in zip(function.rules, said, strict=True)}
    by_rule: defaultdict[str, list[CompactFinding]] = defaultdict(list)
    for one in found:
        by_rule[one.head.rule.id].append(one)
    for rule in rules:
        findings = tuple(map(FindingMaker(rule, subject).worded, by_rule[rule.id]))
        outcome = outcomes[rule.id]
        yield Judgement(OUTCOME[outcome], findings, outcome == VACUOUS)


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
