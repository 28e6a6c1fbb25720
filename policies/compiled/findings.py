"""Outcomes together with compact findings, for callers that look at many records and word few of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from policies.compiled.found import finding_source_of
from policies.compiled.kept import FINDINGS
from policies.compiled.memos import Odd
from policies.compiled.outcomes import Record, byte_of, elsewhere_of, made
from policies.engine.compact import CompactFinding, CompactPlace, compact_finding, places_from
from policies.engine.findings import Subject
from policies.engine.judge import heads, weigh
from policies.engine.sites import Asked
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.values import WrongTypeError

Found = tuple[bytes, list[CompactFinding]]


@dataclass(frozen=True)
class Findings:
    """The rules of one kind on one day. ``of`` gives a byte for each, and what was found in their order.

    The bytes are keys of ``policies.compiled.outcomes.OUTCOME``; ``policies.engine.findings.worded`` puts a
    finding into words.
    """

    rules: tuple[Rule, ...]
    today: date
    source: str
    left_out: tuple[str, ...]
    _find: Callable[[Record, Record], Found]

    def of(self, record: Record, facts: Record) -> Found:
        """Exactly what the reference interpreter says, which is asked where the record holds what is odd."""
        try:
            return self._find(record, facts)
        except (Odd, WrongTypeError, TypeError):
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

    def reference(number: int, record: Record, facts: Record, note: Callable[[CompactFinding], None]) -> int:
        [byte], found = by_reference((rules[number],), record, facts, today)
        for one in found:
            note(one)
        return byte

    def places_of(
        asked: Asked, within: tuple[str, ...], record: Record, facts: Record
    ) -> Iterator[CompactPlace]:
        return places_from(asked, within, Subject("", "", record, facts, today).scope())

    source = finding_source_of(rules, today)
    namespace = {
        "elsewhere": elsewhere_of(rules),
        "reference": reference,
        "places_of": places_of,
    }
    return Findings(rules, today, source.text, source.left_out, made(source, "find", namespace))


def findings_of(packs: Packs, kind: str, today: date) -> Findings:
    """The function for the rules about ``kind``, with ``today`` as the day of the evaluation."""
    return FINDINGS.of(packs, kind, today)
