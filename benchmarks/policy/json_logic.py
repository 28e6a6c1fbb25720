"""JsonLogic in Rust (datalogic-py): one rule that gives a list with an answer for each."""

from collections.abc import Callable
from typing import Any

from datalogic_py import Engine

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule


def logic_of(rule: Rule) -> Any:
    _, when, then = rule
    kept = {"!": [condition(then)]}
    return {"and": [condition(when), kept]} if when else kept


def condition(one: Condition) -> Any:
    match one:
        case ("all", *inside):
            return {"and": [condition(inner) for inner in inside]}
        case ("any", *inside):
            return {"or": [condition(inner) for inner in inside]}
    word, field, *rest = one
    value = rest[0] if rest else None
    at = {"var": field}
    match word:
        case "is":
            return {"===": [at, value]}
        case "in":
            return {"in": [at, list(value)]}
        case "meets":
            return {"some": [at, {"in": [{"var": ""}, list(value)]}]}
        case "within":
            return {"!": [{"some": [at, {"!": [{"in": [{"var": ""}, list(value)]}]}]}]}
        case "least":
            return {">=": [at, value]}
        case "most":
            return {"<=": [at, value]}
        case "longer":
            return {">=": [{"length": at}, value]}
        case "filled":
            return {"!!": [at]}
        case "some":
            return {"some": [at, condition(value)]}
        case "every":
            return {"!": [{"some": [at, {"!": [condition(value)]}]}]}
    return {"none": [at, condition(value)]}


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    engine = Engine()
    session, rule = engine.session(), engine.compile([logic_of(one) for one in rules])
    return lambda record: session.evaluate(rule, record)


verdicts = broken
