"""Outcomes together with compact findings, for callers that look at many records and word few of them."""

from dataclasses import dataclass
from datetime import date

from policies.compiled.kept import FINDINGS
from policies.compiled.outcomes import Outcomes, Record, byte_of, function_for
from policies.engine.compact import CompactFinding, compact_finding
from policies.engine.findings import Subject
from policies.engine.judge import heads, weigh
from policies.language.packs import Packs
from policies.language.rules import Rule

Found = tuple[bytes, list[CompactFinding]]


@dataclass(frozen=True)
class Findings:
    """The rules of one kind on one day. ``of`` gives a byte for each, and what was found in their order.

    The bytes are keys of ``policies.compiled.outcomes.OUTCOME``; ``policies.engine.findings.worded`` puts a
    finding into words.
    """

    rules: tuple[Rule, ...]
    today: date
    _outcomes: Outcomes

    def of(self, record: Record, facts: Record) -> Found:
        """Exactly what the reference interpreter says, see ``by_reference``."""
        return by_reference(self.rules, record, facts, self.today)


def by_reference(rules: tuple[Rule, ...], record: Record, facts: Record, today: date) -> Found:
    """Outcomes and findings of these rules as the reference interpreter gives them."""
    subject = Subject("", "", record, facts, today)
    weighed = [weigh(rule, subject) for rule in rules]
    found = [
        compact_finding(head, subject.scope(), problem)
        for rule, one in zip(rules, weighed, strict=True)
        for head, problem in heads(rule, one)
    ]
    return bytes(map(byte_of, weighed)), found


def finder_for(rules: tuple[Rule, ...], today: date) -> Findings:
    """The function for ``rules``, which all apply to one kind."""
    return Findings(rules, today, function_for(rules, today))


def findings_of(packs: Packs, kind: str, today: date) -> Findings:
    """The function for the rules about ``kind``, with ``today`` as the day of the evaluation."""
    return FINDINGS.of(packs, kind, today)
