"""Asking one rule about one example, without all that a report takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.engine.findings import Subject
from policies.engine.judge import Judgement, judge
from policies.language.examples import Example
from policies.language.packs import Pack, Packs
from policies.language.rules import Rule

# A record that the rule is not about passes too.
EXPECTED: Final = {"passes": ("pass", "not_applicable"), "fails": ("fail",), "unknown": ("unknown",)}


@dataclass(frozen=True, order=True)
class Complaint:
    """Something that a pack doesn't prove: where, about which rule, and what."""

    source: str
    line: int
    rule_id: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.rule_id}: {self.message}"


def subject_of(example: Example) -> Subject:
    record = example.record
    return Subject(str(record["kind"]), str(record["key"]), record, example.facts, example.as_of)


def ask(rule: Rule, example: Example) -> Judgement:
    return judge(rule, subject_of(example))


def examples_of(rule: Rule) -> Iterator[tuple[str, Example]]:
    """Each example of a rule with what it promises: passes, fails or unknown."""
    for promise in EXPECTED:
        for example in getattr(rule.examples, promise):
            yield promise, example


def rules_of(packs: Packs) -> Iterator[tuple[Pack, int, Rule]]:
    """Each rule with its pack and its place in it."""
    for pack in packs.packs:
        for index, rule in enumerate(pack.rules):
            yield pack, index, rule
