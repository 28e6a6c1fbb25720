"""Muster: the packs are read from YAML, and answered by the generated function."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule
from policies import Packs, check
from policies.compiled.build import FAIL
from policies.compiled.findings import findings_of
from policies.compiled.outcomes import outcomes_of
from policies.language.packs import read_packs

DAY = date(2026, 11, 26)
_SIMPLE = {
    "in": "in",
    "meets": "intersects",
    "within": "subset",
    "least": "gte",
    "most": "lte",
    "longer": "min_length",
}


def packs_of(rules: list[Rule]) -> Packs:
    said = [_rule(rule, f"BEN-{number:03}") for number, rule in enumerate(rules)]
    pack = {"muster": "pack/1", "id": "bench", "version": "1.0.0", "title": "Benchmark", "rules": said}
    return read_packs([("bench.yaml", json.dumps(pack))])


def _rule(rule: Rule, name: str) -> dict[str, Any]:
    _, when, then = rule
    return {
        "id": name,
        "version": 1,
        "title": "A rule",
        "severity": "high",
        "applies_to": ["use_case"],
        "gates": ["ci"],
        "refs": ["GDPR Art 5(1)(a)"],
        **({"when": condition(when)} if when else {}),
        "require": [
            {"id": "only", "that": condition(then), "message": "It is not so.", "fix": "Make it so."}
        ],
        "unknown_as": "block",
        "examples": {"passes": [{}], "fails": [{}], "unknown": [{}]},
    }


def condition(one: Condition) -> dict[str, Any]:
    match one:
        case ("is", field, value):
            return {field: value}
        case ("filled", field):
            return {field: {"empty": False}}
        case ("every", field, inner):
            return {"every": {"in": field, "satisfies": condition(inner)}}
        case ("some" | "none", field, inner):
            return {one[0]: {"in": field, "where": condition(inner)}}
        case ("all" | "any", *inside):
            return {one[0]: [condition(inner) for inner in inside]}
    word, field, value = one
    return {field: {_SIMPLE[word]: list(value) if isinstance(value, tuple) else value}}


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    judge = outcomes_of(packs_of(rules), "use_case", DAY).of
    return lambda record: [one == FAIL for one in judge(record, {})]


def verdicts(rules: list[Rule]) -> Callable[[Record], bytes]:
    judge = outcomes_of(packs_of(rules), "use_case", DAY).of
    return lambda record: judge(record, {})


def found(rules: list[Rule]) -> Callable[[Record], Any]:
    find = findings_of(packs_of(rules), "use_case", DAY).of
    return lambda record: find(record, {})


def explained(rules: list[Rule]) -> Callable[[Record], Any]:
    packs = packs_of(rules)
    findings_of(packs, "use_case", DAY)
    return lambda record: check(record, packs, as_of=DAY, facts={}).findings
