"""What a rule says of being waived."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from policies.language.durations import Duration, parse_duration, shift
from policies.language.rules import Rule

# Where a rule says nothing of its own: nothing is accepted for good, and the worst by no one person.
LONGEST: Final = {"blocker": "P90D"}
APPROVALS: Final = {"blocker": 2}


@dataclass(frozen=True, slots=True)
class Terms:
    """Whether a rule may be waived at all, for how long at most, and how many people have to approve."""

    allowed: bool
    longest: Duration
    approvals: int

    def last_day(self, start: date) -> date:
        """The latest day on which a waiver granted on ``start`` may end."""
        return shift(start, self.longest, 1)


def terms_of(rule: Rule) -> Terms:
    """The terms of ``rule``; where it says nothing: up to 180 days, approved by one person.

    A blocker: up to 90 days, approved by two.
    """
    said = rule.waiver
    longest = parse_duration(str(said.get("max", LONGEST.get(rule.severity, "P180D"))))
    if longest is None:  # the schema of packs lets none through
        raise ValueError(f"{said['max']!r} is not a duration")
    return Terms(said.get("allowed", True), longest, said.get("approvals", APPROVALS.get(rule.severity, 1)))
