"""What single findings and rules add to a verdict, so that nothing has to be worded to tell."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from policies.compiled.build import ERROR, FAIL, UNKNOWN
from policies.compiled.outcomes import OUTCOME
from policies.engine.compact import CompactFinding
from policies.engine.findings import Subject, blocks, day_of, is_preview, starts_on
from policies.engine.judge import judge
from policies.engine.report import COUNTING, OUTCOMES, Verdict, verdict_of
from policies.language.rules import Rule

Record = Mapping[str, Any]
# From the best on: the verdict of a record is the worst that any rule adds.
LEVELS: Final[tuple[Verdict, ...]] = ("pass", "conditional", "gap", "fail")
NO_LEVEL: Final = 0


def level_of(rule: Rule, outcome: str, start: date | None, today: date) -> int:
    """What one finding that is not waived adds, of a rule that counts from ``start`` on."""
    if is_preview(rule, start, today):
        return NO_LEVEL
    if blocks(rule, outcome):
        return LEVELS.index("fail" if outcome == "fail" else "gap")
    failed = outcome == "fail" and rule.severity in COUNTING
    return LEVELS.index("conditional") if failed else NO_LEVEL


class Weights:
    """The verdicts of records of one kind, from their compact findings; see ``verdict_of``."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._known: dict[tuple[str, str], tuple[int, int]] = {}

    def verdict(self, found: Iterable[CompactFinding], record: Record, facts: Record) -> Verdict:
        """The verdict of one record that nothing is waived of."""
        worst, open_ = NO_LEVEL, []
        for one in found:
            least, most = self._between(one.head.rule, one.head.outcome)
            worst = max(worst, least)
            if most > least:
                open_.append((most, one.head))
        for most, head in open_:
            if most > worst:
                subject = Subject(str(record.get("kind")), "", record, facts, self._today)
                start = starts_on(head.rule, subject)
                worst = max(worst, level_of(head.rule, head.outcome, start, self._today))
        return LEVELS[worst]

    def _between(self, rule: Rule, outcome: str) -> tuple[int, int]:
        """The least and the most that a finding adds: from which day on it does may depend on the record."""
        known = self._known.get((rule.id, outcome))
        if known is None:
            starts = (rule.effective_from, *(start for _, start in rule.effective_overrides))
            levels = [level_of(rule, outcome, day_of(start, self._today), self._today) for start in starts]
            known = self._known[rule.id, outcome] = min(levels), max(levels)
        return known


def counts_of(outcomes: bytes) -> dict[str, int]:
    """How many rules came to each outcome, as a report has it."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for byte, outcome in OUTCOME.items():
        counts[outcome] += outcomes.count(byte)
    return {str(outcome): number for outcome, number in counts.items()}


def level_by_outcome(rule: Rule, outcome: int, today: date) -> int | None:
    """What a rule adds where it comes to ``outcome``; None where that depends on the record too."""
    if outcome not in (FAIL, UNKNOWN, ERROR):
        return NO_LEVEL
    if rule.effective_overrides or outcome == ERROR:
        return None
    start = day_of(rule.effective_from, today)
    level = level_of(rule, "fail" if outcome == FAIL else "unknown", start, today)
    if outcome == UNKNOWN or level == LEVELS.index("fail") or is_preview(rule, start, today):
        return level
    # Another of its checks may be open.
    return None if blocks(rule, "unknown") and len(rule.require) > 1 else level


def level_by_record(rule: Rule, record: Record, facts: Record, today: date) -> int:
    """The same, of one record."""
    subject = Subject(str(record.get("kind")), str(record.get("key") or ""), record, facts, today)
    return LEVELS.index(verdict_of(judge(rule, subject).findings))
