"""Omission probes: leaving something out must never make a violation vanish, nor make one up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policies.language.examples import Example
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.values import MISSING, said
from policies.testing.asking import Complaint, ask, examples_of, rules_of


def broken_by_omission(packs: Packs) -> Iterator[Complaint]:
    """One complaint for each field of an example that, left out, turns a violation into a pass or back."""
    for _, _, rule in rules_of(packs):
        for promise, example in examples_of(rule):
            if promise != "unknown":
                yield from _probe(rule, example)


def _probe(rule: Rule, example: Example) -> Iterator[Complaint]:
    before = _failing(rule, example)
    for pointer, less in without_each(example):
        if pointer.removeprefix("/") in rule.allowed:
            continue
        judgement = ask(rule, less)
        after = {finding.check_id for finding in judgement.findings if finding.outcome == "fail"}
        unsure = {finding.check_id for finding in judgement.findings if finding.outcome == "unknown"}
        vanished = sorted(before - after - unsure) if "when" not in unsure else []
        if vanished:
            message = f"left out {pointer}, what fails ({', '.join(vanished)}) seems to be all right"
            yield Complaint(rule.source, example.line, rule.id, message)
        if made_up := sorted(after - before):
            message = f"left out {pointer}, what was not said counts as a failure ({', '.join(made_up)})"
            yield Complaint(rule.source, example.line, rule.id, message)


def _failing(rule: Rule, example: Example) -> set[str]:
    return {finding.check_id for finding in ask(rule, example).findings if finding.outcome == "fail"}


def without_each(example: Example) -> Iterator[tuple[str, Example]]:
    """The example without each thing that it says, one at a time: fields at any depth, and facts as a whole.

    ``pointer`` names the fields alone, without the numbers of entries, so that it reads as a path.
    """
    for pointer, record in _without(example.record, ""):
        yield pointer, replace(example, record=record)
    for name in example.facts:
        facts = {other: value for other, value in example.facts.items() if other != name}
        yield f"/facts/{name}", replace(example, facts=facts)


def _without(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            if said(member) is MISSING or (not pointer and name in ("kind", "key")):
                continue
            at = f"{pointer}/{name}"
            yield at, {other: one for other, one in value.items() if other != name}
            for deeper, less in _without(member, at):
                yield deeper, {**value, name: less}
    elif isinstance(value, list):
        for index, item in enumerate(value):
            for deeper, less in _without(item, pointer):
                yield deeper, [*value[:index], less, *value[index + 1 :]]
