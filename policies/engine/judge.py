"""One rule against one record: its outcome, and a finding for each check that is not shown to hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.engine.compact import Head
from policies.engine.findings import FindingMaker, Subject
from policies.engine.interpret import evaluate
from policies.engine.report import Finding, Outcome
from policies.engine.vacuity import is_vacuous
from policies.language.kleene import Truth
from policies.language.nodes import Node
from policies.language.rules import Rule
from policies.language.values import WrongTypeError
from policies.law.territory import touches


@dataclass(frozen=True)
class Judgement:
    """What a rule comes to. ``vacuous``: it passed because there was nothing to look at."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    vacuous: bool = False


def judge(rule: Rule, subject: Subject) -> Judgement:
    """Evaluate ``when`` → every check, in Kleene's logic; a wrong type is an error of this rule alone."""
    weighed = weigh(rule, subject)
    make = FindingMaker(rule, subject)
    findings = tuple(make.of(head, problem) for head, problem in heads(rule, weighed))
    return Judgement(weighed.outcome, findings, weighed.vacuous)


@dataclass(frozen=True)
class Weighed:
    """What a rule comes to, and what ``when`` and the checks did; without words for any of it."""

    outcome: Outcome
    when: Truth | WrongTypeError = False
    checks: tuple[Truth | WrongTypeError, ...] = ()
    vacuous: bool = False


def weigh(rule: Rule, subject: Subject) -> Weighed:
    """The outcome of a rule, as ``judge`` gives it."""
    if touches(rule.jurisdictions, subject.record) is False:
        return Weighed("not_applicable")
    when = True if rule.when is None else _ask(rule.when, subject)
    if isinstance(when, WrongTypeError):
        return Weighed("error", when)
    if when is False:
        return Weighed("not_applicable")
    checks = tuple(_ask(check.that, subject) for check in rule.require)
    outcome = _outcome(when, checks)
    vacuous = outcome == "pass" and _all_vacuous(rule, subject)
    return Weighed(outcome, when, checks, vacuous)


def _ask(node: Node, subject: Subject) -> Truth | WrongTypeError:
    try:
        return evaluate(node, subject.scope())
    except WrongTypeError as problem:
        return problem


def _outcome(when: Truth, checks: tuple[Truth | WrongTypeError, ...]) -> Outcome:
    """Whether or not the rule applies, it can't be broken where everything it requires is there."""
    if any(isinstance(one, WrongTypeError) for one in checks):
        return "error"
    if all(one is True for one in checks):
        return "pass"
    return "fail" if when is True and False in checks else "unknown"


def heads(rule: Rule, weighed: Weighed) -> Iterator[tuple[Head, WrongTypeError | None]]:
    """What there are findings of, with the error that they are about."""
    if isinstance(weighed.when, WrongTypeError):
        yield Head(rule, None, "error"), weighed.when
    elif weighed.when is None and weighed.outcome == "unknown":
        yield Head(rule, None, "unknown"), None
    checks = list(zip(rule.require, weighed.checks, strict=False))
    for check, truth in checks if weighed.when is True else ():
        if truth is False or truth is None:
            yield Head(rule, check, "fail" if truth is False else "unknown"), None
    for check, truth in checks:
        if isinstance(truth, WrongTypeError):
            yield Head(rule, check, "error"), truth


def _all_vacuous(rule: Rule, subject: Subject) -> bool:
    return all(is_vacuous(check.that, subject.scope()) for check in rule.require)
