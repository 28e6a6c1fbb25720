"""What single rules add to a verdict, by their outcome, so that no finding has to be worded to tell."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from policies.compiled.build import ERROR, FAIL, UNKNOWN
from policies.engine.findings import Subject, blocks, day_of, is_preview
from policies.engine.judge import judge
from policies.engine.report import COUNTING, Verdict, verdict_of
from policies.language.rules import Rule

Record = Mapping[str, Any]
# From the best on: the verdict of a record is the worst that any rule adds.
LEVELS: Final[tuple[Verdict, ...]] = ("pass", "conditional", "gap", "fail")
NO_LEVEL: Final = 0


def level_by_outcome(rule: Rule, outcome: int, today: date) -> int | None:
    """What a rule adds where it comes to ``outcome``; None where that depends on the record too."""
    if outcome not in (FAIL, UNKNOWN, ERROR):
        return NO_LEVEL
    if rule.effective_overrides or outcome == ERROR:
        return None
    if is_preview(rule, day_of(rule.effective_from, today), today):
        return NO_LEVEL
    if outcome == UNKNOWN:
        return LEVELS.index("gap") if blocks(rule, "unknown") else NO_LEVEL
    if blocks(rule, "fail"):
        return LEVELS.index("fail")
    if blocks(rule, "unknown") and len(rule.require) > 1:
        return None  # Another of its checks may be open.
    return LEVELS.index("conditional") if rule.severity in COUNTING else NO_LEVEL


def level_by_record(rule: Rule, record: Record, facts: Record, today: date) -> int:
    """The same, of one record."""
    subject = Subject(str(record.get("kind")), str(record.get("key") or ""), record, facts, today)
    return LEVELS.index(verdict_of(judge(rule, subject).findings))
