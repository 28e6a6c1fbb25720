"""Cedar (cedarpy): a forbid policy for each rule that needs no quantifier, which Cedar leaves out on purpose.

Its time is divided by the number of rules that it can say.
"""

import json
from collections.abc import Callable
from typing import Any

import cedarpy

from benchmarks.policy import by_hand
from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule

_SIGNS = {"least": ">=", "most": "<=", "is": "=="}


def is_expressible(one: Condition | None) -> bool:
    if one is None:
        return True
    if one[0] in ("all", "any"):
        return all(map(is_expressible, one[1:]))
    return one[0] not in ("some", "every", "none", "longer")


def condition(one: Condition) -> str:
    match one:
        case ("all", *inside):
            return "(" + " && ".join(map(condition, inside)) + ")"
        case ("any", *inside):
            return "(" + " || ".join(map(condition, inside)) + ")"
    word, field, *rest = one
    at, value = f"context.{field}", rest[0] if rest else None
    match word:
        case "in":
            return f"{_literal(value)}.contains({at})"
        case "meets":
            return f"{at}.containsAny({_literal(value)})"
        case "within":
            return f"{_literal(value)}.containsAll({at})"
        case "filled":
            return f"!{at}.isEmpty()"
    return f"{at} {_SIGNS[word]} {_literal(value)}"


def _literal(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value)


def said(rules: list[Rule]) -> list[int]:
    return [
        number
        for number, (_, when, then) in enumerate(rules)
        if is_expressible(when) and is_expressible(then)
    ]


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    """Of the rules it can't say the answer is taken from ``by_hand``, so that the others can be compared."""
    own, ask, rest = said(rules), verdicts(rules), by_hand.broken(rules)

    def both(record: Record) -> list[bool]:
        found, others = ask(record), rest(record)
        return [number in found if number in own else bool(others[number]) for number in range(len(rules))]

    return both


def verdicts(rules: list[Rule]) -> Callable[[Record], set[int]]:
    own = said(rules)
    kept = cedarpy.PolicySet.from_str("\n".join(_policy(rules[number]) for number in own))

    def ask(record: Record) -> set[int]:
        context = {
            name: value for name, value in record.items() if name not in ("data_links", "intended_purpose")
        }
        request = {"principal": 'U::"a"', "action": 'A::"a"', "resource": 'R::"a"', "context": context}
        answer = cedarpy.is_authorized(request, kept, [])
        # Cedar names policies by their place in the text.
        return {own[int(reason.removeprefix("policy"))] for reason in answer.diagnostics.reasons}

    return ask


def _policy(rule: Rule) -> str:
    _, when, then = rule
    asked = f"{condition(when)} && " if when else ""
    return f"forbid (principal, action, resource) when {{ {asked}!({condition(then)}) }};"
