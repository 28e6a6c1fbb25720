"""One rule against one record: its outcome, and a finding for each check that is not shown to hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from policies.engine.findings import WHEN, FindingMaker, Subject
from policies.engine.interpret import evaluate
from policies.engine.report import Finding, Outcome
from policies.engine.vacuity import is_vacuous
from policies.language.kleene import Truth, any_of
from policies.language.rules import Check, Rule
from policies.language.values import WrongTypeError


@dataclass(frozen=True)
class Judgement:
    """What a rule comes to. ``vacuous``: it passed because there was nothing to look at."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    vacuous: bool = False


def judge(rule: Rule, subject: Subject) -> Judgement:
    """Evaluate ``when`` → every check, in Kleene's logic; a wrong type is an error of this rule alone."""
    found = FindingMaker(rule, subject)
    jurisdiction = touches(rule, subject.record)
    if jurisdiction is False:
        return Judgement("not_applicable")
    try:
        when = True if rule.when is None else evaluate(rule.when, subject.scope())
    except WrongTypeError as problem:
        return Judgement("error", (found.error(WHEN, problem),))
    if when is False:
        return Judgement("not_applicable")
    truths = [_ask(check, subject) for check in rule.require]
    if when is None:
        return _unclear(rule, truths, found)
    findings = list(found.of_checks(truths, scope_unsaid=jurisdiction is None))
    outcome = _worst(findings)
    return Judgement(outcome, tuple(findings), outcome == "pass" and _all_vacuous(rule, subject))


def _ask(check: Check, subject: Subject) -> Truth | WrongTypeError:
    try:
        return evaluate(check.that, subject.scope())
    except WrongTypeError as problem:
        return problem


def _unclear(rule: Rule, truths: list[Truth | WrongTypeError], found: FindingMaker) -> Judgement:
    """Whether or not the rule applies, it can't be broken where everything it requires is there."""
    if broken := tuple(found.of_errors(truths)):
        return Judgement("error", broken)
    if all(truth is True for truth in truths) or rule.when is None:
        return Judgement("pass")
    return Judgement("unknown", (found.unclear(rule.when),))


def touches(rule: Rule, record: Mapping[str, Any]) -> Truth:
    """Whether the organisation works where the rule is law; None where it has not said so closely."""
    if not rule.jurisdictions:
        return True
    org = record.get("org")
    said = org.get("jurisdictions") if isinstance(org, Mapping) else None
    if not isinstance(said, list):
        return None
    return any_of(_reaches(law, str(place)) for law in rule.jurisdictions for place in said)


def _reaches(law: str, place: str) -> Truth:
    """Law of a whole reaches each part of it; who only names the whole may work in any part of it."""
    if law == place or _lies_in(place, law):
        return True
    return None if _lies_in(law, place) else False


def _lies_in(part: str, whole: str) -> bool:
    return part.startswith(f"{whole}-") or (part, whole) == ("EU", "EEA")


def _worst(findings: list[Finding]) -> Outcome:
    outcomes = {finding.outcome for finding in findings}
    order: tuple[Literal["error", "fail", "unknown"], ...] = ("error", "fail", "unknown")
    return next((outcome for outcome in order if outcome in outcomes), "pass")


def _all_vacuous(rule: Rule, subject: Subject) -> bool:
    return all(is_vacuous(check.that, subject.scope()) for check in rule.require)
