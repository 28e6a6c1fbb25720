"""What the outcome of a rule does to the verdict, as a number: the highest of all rules is the verdict."""

from collections.abc import Mapping
from typing import Final

from policies.engine.findings import blocks
from policies.engine.report import COUNTING, Verdict
from policies.language.rules import Rule

VERDICTS: Final[tuple[Verdict, ...]] = ("pass", "conditional", "gap", "fail")
PASS, CONDITIONAL, GAP, FAIL = range(4)
_STOPS: Final[Mapping[str, int]] = {"fail": FAIL, "unknown": GAP, "error": GAP}


def level_of(rule: Rule, outcome: str, *, preview: bool) -> int:
    """The verdict to which one rule brings a record: see ``Report.verdict``."""
    if preview or outcome not in _STOPS:
        return PASS
    if blocks(rule, outcome):
        return _STOPS[outcome]
    return CONDITIONAL if outcome == "fail" and rule.severity in COUNTING else PASS


def worst_of(rule: Rule) -> int:
    """The most that a rule in force can do while it is not decided."""
    return max(level_of(rule, outcome, preview=False) for outcome in ("fail", "unknown"))
