"""Coverage: is each check of each rule seen passing, failing and unknown over the rule's examples?"""

from collections.abc import Iterator

from policies.engine.interpret import evaluate
from policies.language.examples import Example
from policies.language.packs import Packs
from policies.language.rules import Check, Rule, can_be_unknown
from policies.language.values import WrongTypeError
from policies.testing.asking import Complaint, ask, examples_of, rules_of, subject_of

_WORDS = {"pass": "passing", "fail": "failing", "unknown": "unknown"}


def uncovered(packs: Packs) -> Iterator[Complaint]:
    """One complaint for each outcome in which no example shows a check."""
    for pack, index, rule in rules_of(packs):
        seen = _seen(rule)
        for number, check in enumerate(rule.require):
            line, _ = pack.source.loaded.position(f"/rules/{index}/require/{number}")
            for outcome in _possible(check):
                if outcome not in seen[check.id] and f"{check.id}/{outcome}" not in rule.allowed:
                    message = f"no example shows the check {check.id!r} {_WORDS[outcome]}"
                    yield Complaint(rule.source, line, rule.id, message)


def _possible(check: Check) -> tuple[str, ...]:
    return ("pass", "fail", "unknown") if can_be_unknown(check.that) else ("pass", "fail")


def _seen(rule: Rule) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = {check.id: set() for check in rule.require}
    for _, example in examples_of(rule):
        judgement = ask(rule, example)
        if judgement.outcome in ("not_applicable", "error"):
            continue
        found = {finding.check_id: str(finding.outcome) for finding in judgement.findings}
        for check in rule.require:
            if check.id in found:
                seen[check.id].add(found[check.id])
            elif "when" not in found and _holds(check, example):
                seen[check.id].add("pass")
    return seen


def _holds(check: Check, example: Example) -> bool:
    try:
        return evaluate(check.that, subject_of(example).scope()) is True
    except WrongTypeError:
        return False
