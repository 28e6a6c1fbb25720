"""The whole evaluation of one rule for one record, as a tree that a person can follow."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policies.canonical import digest
from policies.engine.explanation import (
    CheckExplained,
    Explanation,
    InForce,
    Override,
    Step,
    Territory,
)
from policies.engine.findings import Subject, day_of, starts_on
from policies.engine.judge import judge
from policies.engine.scope import Budget, Scope
from policies.engine.steps import StepMaker
from policies.errors import PolicyError
from policies.language.context import nearest
from policies.language.nodes import LegalDay, Node
from policies.language.packs import Packs
from policies.language.rules import Rule, Start
from policies.law.calendar import milestone_title
from policies.law.territory import countries_of, places_of, touches
from policies.limits import LIMITS
from policies.release import this_release


def explain(
    record: Mapping[str, Any],
    packs: Packs,
    rule_id: str,
    *,
    as_of: date,
    facts: Mapping[str, Any] | None = None,
) -> Explanation:
    """Every predicate of the rule with its truth, pointer, expected and actual, whatever the rule came to.

    Takes what ``check`` takes, and masks sensitive values as findings do. Raises PolicyError for an unknown
    rule, for a record of a kind that the rule is not about, and for a record that is not JSON.
    """
    rule = rule_named(packs, rule_id)
    kind = str(record.get("kind"))
    if kind not in rule.applies_to:
        about = ", ".join(rule.applies_to)
        raise PolicyError(f"{rule.id} is not asked of {kind!r}", hint=f"It is about {about}.")
    subject = Subject(kind, str(record.get("key") or ""), record, facts or {}, as_of)
    return _explanation(rule, subject, digest(record), packs.digest)


def rule_named(packs: Packs, rule_id: str) -> Rule:
    """The rule of that id. Raises PolicyError with the nearest one."""
    rules = {rule.id: rule for rule in packs.rules}
    if rule_id not in rules:
        raise PolicyError(f"{rule_id!r} is not a rule of these packs", hint=nearest(rule_id, rules))
    return rules[rule_id]


def _explanation(rule: Rule, subject: Subject, record_digest: str, packs_digest: str) -> Explanation:
    judgement = judge(rule, subject)
    found = {finding.check_id: finding for finding in judgement.findings}
    checks = []
    for check in rule.require:
        step = _step(check.that, subject)
        if one := found.get(check.id):
            checks.append(CheckExplained(check.id, step, one.message, one.fix, one.remedy, one.who))
        else:
            checks.append(CheckExplained(check.id, step, "", check.fix, who=check.who))
    return Explanation(
        rule=rule,
        kind=subject.kind,
        key=subject.key,
        as_of=subject.today,
        outcome=judgement.outcome,
        vacuous=judgement.vacuous,
        territory=_territory(rule, subject.record),
        in_force=_in_force(rule, subject),
        when=None if rule.when is None else _step(rule.when, subject),
        checks=tuple(checks),
        record_digest=record_digest,
        packs_digest=packs_digest,
        engine=this_release(),
    )


def _territory(rule: Rule, record: Mapping[str, Any]) -> Territory:
    laws = rule.jurisdictions
    return Territory(laws, places_of(record), countries_of(record), touches(laws, record))


def _step(node: Node, subject: Subject) -> Step:
    """Each level of the tree asks again what lies in it, so there is room for as many rounds as levels."""
    budget = Budget(LIMITS.steps_a_rule * LIMITS.depth)
    scope = Scope(subject.record, subject.facts, subject.today, budget)
    return StepMaker(subject.kind).step(node, scope)


def _in_force(rule: Rule, subject: Subject) -> InForce:
    start = starts_on(rule, subject)
    usual = day_of(rule.effective_from, subject.today)
    now = start is None or start <= subject.today
    return InForce(usual, _milestone(rule.effective_from), start, now, tuple(_overrides(rule, subject)))


def _overrides(rule: Rule, subject: Subject) -> Iterator[Override]:
    """The first that is true counts; what is unknown, or broke, is not true."""
    decided = False
    for condition, other in rule.effective_overrides:
        step = _step(condition, subject)
        counts = step.truth == "true" and not decided
        decided = decided or counts
        yield Override(step, day_of(other, subject.today) or date.min, _milestone(other), counts)


def _milestone(start: Start | None) -> str:
    return milestone_title(start.milestone) if isinstance(start, LegalDay) else ""
