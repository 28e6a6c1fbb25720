"""What stops a record at a verdict, worked out by the generated functions: many records cost little."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from policies.asking.applying import Original, facts_of
from policies.asking.levels import GAP, PASS, level_of
from policies.asking.repairs import Repair
from policies.compiled.outcomes import OUTCOME, outcomes_of
from policies.engine.findings import Subject, is_preview, starts_on
from policies.engine.judge import weigh
from policies.language.packs import Packs
from policies.language.rules import Rule

# Bounds of one answer: records looked at, and what they cost by how large they are.
_MOST_RECORDS: Final = 600
_MOST_SPENT: Final = 1_000_000
_A_CHANGE: Final = 20


@dataclass(frozen=True)
class Judged:
    """A record after some changes, and what each rule that is not met brings the verdict to."""

    subject: Subject
    levels: Mapping[str, int]

    @property
    def level(self) -> int:
        return max(self.levels.values(), default=PASS)


@dataclass(frozen=True)
class Bench:
    """A record whose verdict is asked for after one set of changes after the other."""

    subject: Subject
    packs: Packs
    rules: tuple[Rule, ...]
    known: dict[Repair, Judged] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.subject.today

    @property
    def is_exhausted(self) -> bool:
        """Whether as much was looked at as anybody waits for: many small records, or a few large ones."""
        looked_at = len(self.known)
        spent = looked_at * self._size + _A_CHANGE * sum(map(len, self.known))
        return looked_at >= _MOST_RECORDS or spent >= _MOST_SPENT

    @cached_property
    def _size(self) -> int:
        """Rules compare each entry of a list with all the others."""
        return _values(self.subject.record) // 4 + _longest(self.subject.record) ** 2

    @cached_property
    def _original(self) -> Original:
        return Original(self.subject.kind, self.subject.record)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def judge(self, repair: Repair) -> Judged:
        """What all rules say once ``repair`` was made; worked out once."""
        if repair not in self.known:
            self.known[repair] = self._judge(repair)
        return self.known[repair]

    def _judge(self, repair: Repair) -> Judged:
        old = self.subject
        record = self._original.changed(repair)
        facts = facts_of(record, old.facts, self.packs.facts, self.today)
        subject = Subject(old.kind, old.key, record, facts, self.today)
        compiled = outcomes_of(self.packs, old.kind, self.today)
        said = zip(compiled.names, compiled.of(record, facts), strict=True)
        found = {name: OUTCOME[byte] for name, byte in said if name in self.by_id}
        levels = {name: self._level(self.by_id[name], outcome, subject) for name, outcome in found.items()}
        return Judged(subject, {name: level for name, level in levels.items() if level})

    def _level(self, rule: Rule, outcome: str, subject: Subject) -> int:
        if outcome in ("pass", "not_applicable"):
            return PASS
        preview = is_preview(rule, starts_on(rule, subject), self.today)
        level = level_of(rule, outcome, preview=preview)
        if outcome == "fail" and level < GAP and not preview and None in weigh(rule, subject).checks:
            # Beside a failure that does not stop, what is not said can.
            return max(level, level_of(rule, "unknown", preview=False))
        return level


def _values(value: object) -> int:
    """How many values there are in it, itself among them."""
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return 1 + sum(map(_values, inside))


def _longest(record: Mapping[str, object]) -> int:
    return max((len(value) for value in record.values() if isinstance(value, list)), default=0)
