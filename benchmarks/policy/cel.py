"""CEL in C++ (cel-expr-python): one expression that gives a list with an answer for each rule."""

from collections.abc import Callable
from typing import Any

from cel_expr_python import cel

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule

_SIGNS = {"least": ">=", "most": "<="}


def expression_of(rule: Rule) -> str:
    _, when, then = rule
    kept = f"!({condition(then, 'r')})"
    return f"({condition(when, 'r')}) && {kept}" if when else kept


def condition(one: Condition, holder: str) -> str:
    match one:
        case ("all", *inside):
            return "(" + " && ".join(condition(inner, holder) for inner in inside) + ")"
        case ("any", *inside):
            return "(" + " || ".join(condition(inner, holder) for inner in inside) + ")"
    word, field, *rest = one
    at, value = f"{holder}.{field}", rest[0] if rest else None
    match word:
        case "is":
            return f"{at} == {literal(value)}"
        case "in":
            return f"{at} in {literal(value)}"
        case "meets":
            return f"{at}.exists(x, x in {literal(value)})"
        case "within":
            return f"{at}.all(x, x in {literal(value)})"
        case "longer":
            return f"size({at}) >= {value}"
        case "filled":
            return f"size({at}) > 0"
        case "some":
            return f"{at}.exists(x, {condition(value, 'x')})"
        case "every":
            return f"{at}.all(x, {condition(value, 'x')})"
        case "none":
            return f"!{at}.exists(x, {condition(value, 'x')})"
    return f"{at} {_SIGNS[word]} {value}"


def literal(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    env = cel.NewEnv(variables={"r": cel.Type.DYN})
    program = env.compile("[" + ", ".join(map(expression_of, rules)) + "]")
    return lambda record: program.eval(data={"r": record}).plain_value()


verdicts = broken
