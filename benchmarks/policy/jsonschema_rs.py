"""jsonschema-rs: each rule as if/then, all of them in one schema or one schema a rule."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule


def schema_of(rule: Rule) -> dict[str, Any]:
    _, when, then = rule
    return {"if": condition(when), "then": condition(then)} if when else condition(then)


def condition(one: Condition) -> dict[str, Any]:
    match one:
        case ("all", *inside):
            return {"allOf": [condition(inner) for inner in inside]}
        case ("any", *inside):
            return {"anyOf": [condition(inner) for inner in inside]}
    word, field, *rest = one
    first, *steps = field.split(".")
    asked = _asked(word, *rest)
    for step in reversed(steps):
        asked = {"properties": {step: asked}, "required": [step]}
    return {"properties": {first: asked}, "required": [first]}


def _asked(word: str, value: Any = None) -> dict[str, Any]:
    match word:
        case "is":
            return {"const": value}
        case "in":
            return {"enum": list(value)}
        case "meets":
            return {"contains": {"enum": list(value)}}
        case "within":
            return {"items": {"enum": list(value)}}
        case "least":
            return {"minimum": value}
        case "most":
            return {"maximum": value}
        case "longer":
            return {"minLength": value}
        case "filled":
            return {"minItems": 1}
        case "some":
            return {"contains": condition(value)}
        case "every":
            return {"items": condition(value)}
    return {"not": {"contains": condition(value)}}


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    each = [jsonschema_rs.validator_for(schema_of(rule)).is_valid for rule in rules]
    return lambda record: [not valid(record) for valid in each]


verdicts = broken


def altogether(rules: list[Rule]) -> Callable[[Record], Any]:
    """One yes or no for all rules together: it stops at the first that is broken."""
    return jsonschema_rs.validator_for({"allOf": [schema_of(rule) for rule in rules]}).is_valid


def explained(rules: list[Rule]) -> Callable[[Record], Any]:
    validator = jsonschema_rs.validator_for({"allOf": [schema_of(rule) for rule in rules]})
    return lambda record: list(validator.iter_errors(record))
