"""What a check of several manifests gave: the one thing that every reporter is handed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from policies.engine.report import DISPOSITIONS, Finding, Report
from policies.errors import PolicyError
from policies.language.packs import Packs
from policies.language.responsible import who_label
from policies.record.fields import vocabulary
from policies.release import Release, this_release

# Worst first.
SEVERITIES: Final[tuple[str, ...]] = tuple(str(word) for word in vocabulary("severity"))
OUTCOMES: Final = ("error", "fail", "unknown")
VERDICTS: Final = ("fail", "gap", "conditional", "pass")


def _nowhere(_: str) -> tuple[int, int]:
    return 0, 0


@dataclass(frozen=True)
class Checked:
    """One manifest's report. ``position`` gives line and column (from 1, 0 for unknown) of a JSON pointer.

    ``source`` is the file as its user calls it, or blank where the manifest came from no file.
    """

    report: Report
    source: str = ""
    position: Callable[[str], tuple[int, int]] = _nowhere


@dataclass(frozen=True)
class Run:
    """Everything that one question gave.

    ``problems`` are files or manifests that can't be checked, ``unasked`` manifests that no rule is about.
    ``rules_at``: the address that a server shows its rules under, each at its id; blank where there is none.
    """

    as_of: date
    packs: Packs
    checked: tuple[Checked, ...]
    problems: tuple[PolicyError, ...] = ()
    unasked: tuple[PolicyError, ...] = ()
    rules_at: str = ""

    @property
    def engine(self) -> Release:
        """What made the reports."""
        return this_release()

    def findings(self) -> Iterator[tuple[Checked, Finding]]:
        """Yield every finding with where it was made, the worst first, always in the same order."""
        pairs = ((one, finding) for one in self.checked for finding in one.report.findings)
        yield from sorted(pairs, key=lambda pair: (*worst_first(pair[1]), pair[0].source, pair[0].report.key))


def told(finding: Finding) -> str:
    """A finding in one paragraph: what is wrong or open, what to do, and who has to."""
    who = f" Who: {who_label(finding.who)}." if finding.who else ""
    return f"{finding.message} {finding.fix}{who}"


def stops(finding: Finding, fail_level: str) -> bool:
    """Whether a build that fails from ``fail_level`` on fails because of this finding."""
    if finding.outcome == "error":
        return True
    if finding.disposition != "open" or finding.mode != "block":
        return False
    counted = SEVERITIES[: SEVERITIES.index(fail_level) + 1]
    fails = finding.outcome == "fail" and finding.severity in counted
    return fails or (finding.outcome == "unknown" and finding.blocks)


def worst_first(finding: Finding) -> tuple[int, bool, int, int, str, str, str]:
    """A sorting key: what stops comes before what doesn't, then severity, outcome and names."""
    pointers = ",".join(place.pointer for place in finding.pointers)
    return (
        DISPOSITIONS.index(finding.disposition),
        not finding.blocks,
        SEVERITIES.index(finding.severity),
        OUTCOMES.index(finding.outcome),
        finding.rule_id,
        finding.check_id,
        pointers,
    )
