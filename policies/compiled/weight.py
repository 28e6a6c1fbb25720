"""What rules add to a verdict by what they come to, so that nothing has to be found or worded to tell."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from policies.compiled.build import ERROR, FAIL, UNKNOWN, VACUOUS
from policies.compiled.outcomes import BYTE
from policies.engine.findings import Subject, blocks, day_of, is_preview, starts_on
from policies.engine.judge import heads, weigh
from policies.engine.report import COUNTING, OUTCOMES, Verdict
from policies.language.rules import Rule

Record = Mapping[str, Any]
# From the best on: the verdict of a record is the worst that any rule adds.
LEVELS: Final[tuple[Verdict, ...]] = ("pass", "conditional", "gap", "fail")
NO_LEVEL: Final = 0
# The outcomes of which something is found.
_FOUND: Final = {FAIL: "fail", UNKNOWN: "unknown", ERROR: "error"}
NOISY: Final = frozenset(_FOUND)
_NOISE: Final = re.compile(b"[%s]" % bytes(NOISY))
_WORST: Final = len(LEVELS) - 1
_COUNTED: Final = [(str(outcome), BYTE[outcome]) for outcome in OUTCOMES]
# What else may be found of a rule that came to that.
_BESIDE: Final = {FAIL: ("unknown",), UNKNOWN: (), ERROR: ("fail", "unknown")}


def level_of(rule: Rule, outcome: str, start: date | None, today: date) -> int:
    """What one finding that is not waived adds, of a rule that counts from ``start`` on."""
    if is_preview(rule, start, today):
        return NO_LEVEL
    if blocks(rule, outcome):
        return LEVELS.index("fail" if outcome == "fail" else "gap")
    failed = outcome == "fail" and rule.severity in COUNTING
    return LEVELS.index("conditional") if failed else NO_LEVEL


class Levels:
    """What rules about one kind add to the verdicts of records that nothing is waived of."""

    def __init__(self, rules: Sequence[Rule], today: date) -> None:
        self._rules = rules
        self._today = today
        self._added = [{one: _between(rule, one, today) for one in NOISY} for rule in rules]

    def of(self, outcomes: bytes, record: Record, facts: Record) -> int:
        """The worst that any rule adds. Only where that is still open is the record asked."""
        worst, open_ = NO_LEVEL, []
        for noise in _NOISE.finditer(outcomes):
            number = noise.start()
            least, most = self._added[number][outcomes[number]]
            if least > worst:
                worst = least
                if worst == _WORST:
                    return worst
            if most > least:
                open_.append((most, number))
        for most, number in open_:
            if most > worst:
                worst = max(worst, level_by_record(self._rules[number], record, facts, self._today))
        return worst


def counts_of(outcomes: bytes) -> dict[str, int]:
    """How many rules came to each outcome, as a report has it."""
    counts = {outcome: outcomes.count(byte) for outcome, byte in _COUNTED}
    counts["pass"] += outcomes.count(VACUOUS)
    return counts


def level_by_outcome(rule: Rule, outcome: int, today: date) -> int | None:
    """What a rule adds where it comes to ``outcome``; None where that depends on the record too."""
    if outcome not in NOISY:
        return NO_LEVEL
    least, most = _between(rule, outcome, today)
    return least if least == most else None


def _between(rule: Rule, outcome: int, today: date) -> tuple[int, int]:
    """The least and the most that a rule adds which found something.

    From which day on it counts may depend on the record, and so may what becomes of its other checks.
    """
    others = _BESIDE[outcome] if len(rule.require) > 1 else ()
    starts = {
        day_of(one, today) for one in (rule.effective_from, *(day for _, day in rule.effective_overrides))
    }
    levels = [[level_of(rule, said, start, today) for said in (_FOUND[outcome], *others)] for start in starts]
    return min(first for first, *_ in levels), max(max(some) for some in levels)


def level_by_record(rule: Rule, record: Record, facts: Record, today: date) -> int:
    """What a rule adds to the verdict of one record."""
    subject = Subject(str(record.get("kind")), str(record.get("key") or ""), record, facts, today)
    start = starts_on(rule, subject)
    found = heads(rule, weigh(rule, subject))
    return max((level_of(rule, head.outcome, start, today) for head, _ in found), default=NO_LEVEL)
