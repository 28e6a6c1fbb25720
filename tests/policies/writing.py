"""Packs and predicates written for one test, as the JSON that a pack file may be too."""

import json
from datetime import date
from typing import Any

from policies import Packs, check
from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.language.context import Context, Names, Source
from policies.language.nodes import Node
from policies.language.packs import read_packs
from policies.language.predicates import parse_predicate
from policies.language.shapes import shape_of
from policies.yamlio import load_yaml

TODAY = date(2026, 11, 22)


def rule_of(**changes: Any) -> dict[str, Any]:
    """A rule that holds where ``rag_enabled`` is true; None removes a member."""
    rule = {
        "id": "TST-001",
        "version": 1,
        "title": "A title",
        "severity": "high",
        "applies_to": ["use_case"],
        "gates": ["ci"],
        "refs": ["GDPR Art 5(1)(a)"],
        "require": [check_of({"rag_enabled": True})],
        "unknown_as": "block",
        "examples": {"passes": [{}], "fails": [{}], "unknown": [{}]},
    } | changes
    return {name: value for name, value in rule.items() if value is not None}


def check_of(that: Any, message: str = "It is not so.", **changes: Any) -> dict[str, Any]:
    return {"id": "only", "that": that, "message": message, "fix": "Make it so."} | changes


def pack_text(*rules: dict[str, Any], **changes: Any) -> str:
    pack = {"muster": "pack/1", "id": "test", "version": "1.0.0", "title": "Test", "rules": list(rules)}
    return json.dumps(pack | changes, indent=1)


def packs_of(*rules: dict[str, Any], **changes: Any) -> Packs:
    return read_packs([("test.yaml", pack_text(*(rules or [rule_of()]), **changes))])


def parsed(predicate: Any, kind: str = "use_case") -> Node:
    shape = shape_of(kind)
    source = Source(load_yaml(json.dumps({"at": predicate})))
    return parse_predicate(Context(source, Names(), shape, shape), predicate, "/at")


def truth_of(
    predicate: Any, record: dict[str, Any], facts: Any = None, kind: str = "use_case"
) -> bool | None:
    """What a predicate comes to for a record."""
    return evaluate(parsed(predicate, kind), Subject(kind, "x", record, facts or {}, TODAY).scope())


def report_on(packs: Packs, record: dict[str, Any] | None = None, **options: Any) -> Any:
    options.setdefault("as_of", TODAY)
    return check({"kind": "use_case", "key": "x"} | (record or {}), packs, **options)
