"""What a check gives back: findings, counts and a verdict, the same bytes for the same questions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

from policies.canonical import digest
from policies.engine.evidence import Place
from policies.release import Release

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "error"]
Verdict = Literal["pass", "conditional", "gap", "fail"]
Disposition = Literal["open", "waived", "preview"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("pass", "fail", "unknown", "not_applicable", "error")
# In the order in which people have to look at them.
DISPOSITIONS: Final[tuple[Disposition, ...]] = ("open", "waived", "preview")

# Failures of these severities keep a verdict from being a pass.
COUNTING: Final = ("blocker", "high", "medium")


@dataclass(frozen=True)
class WaivedBy:
    """The waiver under which a finding is accepted, and the last day (ISO) on which it is."""

    id: str
    until: str


@dataclass(frozen=True)
class Finding:
    """One check (or, as ``when``, the question whether a rule applies) that is not shown to hold.

    ``blocks``: an open failure of severity blocker or high, an unknown whose rule says so, or an error.
    ``more_pointers`` counts the places beyond those listed. ``fingerprint`` is SHA-256 over rule, check,
    record and pointers, so it stays the same while the same thing is wrong in the same place;
    ``evidence_digest`` is SHA-256 over all its pointers, the values there and which things these are of (see
    ``policies.engine.grounds``), and changes with these.
    ``fix`` is what to do now, and ``who``, one of ``policies.language.responsible.WHO`` or "", has to. Of an
    unknown that is to answer; ``remedy`` is what to do where the answer shows that the check fails,
    blank where the pack itself words what to do until then.
    ``starts_on`` is the day (ISO) from which the rule counts, where that is still to come and known.
    A finding that is ``waived`` was accepted until a day. It keeps its outcome: it is no pass.
    ``mode`` is how far the organisation lets the rule go: to ``observe`` it makes a finding a preview, and
    what only warns stays open and blocks nothing.
    """

    rule_id: str
    rule_version: int
    check_id: str
    title: str
    severity: str
    outcome: Literal["fail", "unknown", "error"]
    disposition: Disposition
    mode: str
    blocks: bool
    gates: tuple[str, ...]
    message: str
    why: str
    fix: str
    remedy: str
    who: str
    starts_on: str
    refs: tuple[str, ...]
    pointers: tuple[Place, ...]
    more_pointers: int
    fingerprint: str
    evidence_digest: str
    pack: str
    waiver: WaivedBy | None = None


@dataclass(frozen=True)
class WaiverUse:
    """How one waiver of the record stands: ``in_use`` for ``findings`` (fingerprints), or why it is not."""

    id: str
    rule_id: str
    rule_version: int
    status: str
    why: str
    reason: str
    compensating_control: str
    granted_on: str
    expires_on: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that one record was found to be on ``as_of``, at one gate or (None) at all of them.

    ``stage``: where the record was taken to have been moved to. ``outcomes`` gives every rule asked;
    ``vacuous`` names those that passed for want of anything to look at. ``engine`` made it; None in the form
    of a report that was made before it was named there.
    """

    kind: str
    key: str
    as_of: date
    gate: str | None
    findings: tuple[Finding, ...]
    outcomes: Mapping[str, Outcome]
    vacuous: tuple[str, ...]
    record_digest: str
    packs_digest: str
    waivers: tuple[WaiverUse, ...] = ()
    stage: str | None = None
    engine: Release | None = None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rules came to each outcome."""
        seen = list(self.outcomes.values())
        return {outcome: seen.count(outcome) for outcome in OUTCOMES}

    @cached_property
    def verdict(self) -> Verdict:
        return verdict_of(self.findings)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the report."""
        return digest(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """JSON-safe and in a fixed order."""
        return {
            "kind": self.kind,
            "key": self.key,
            "verdict": self.verdict,
            "as_of": self.as_of.isoformat(),
            "gate": self.gate,
            "stage": self.stage,
            "record_digest": self.record_digest,
            "packs_digest": self.packs_digest,
            **({"engine": self.engine.to_json()} if self.engine else {}),
            "counts": self.counts,
            "vacuous": list(self.vacuous),
            "findings": [_plain(finding) for finding in self.findings],
            "waivers": [asdict(use) | {"findings": list(use.findings)} for use in self.waivers],
        }


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """fail, else gap (an unknown blocks or a rule broke), else conditional, else pass.

    Conditional: a failure of severity medium, a worse one of a rule that only warns, or a waiver.
    """
    open_ones = [finding for finding in findings if finding.disposition == "open"]
    if any(finding.blocks and finding.outcome == "fail" for finding in open_ones):
        return "fail"
    if any(finding.blocks for finding in open_ones):
        return "gap"
    failed = any(one.outcome == "fail" and one.severity in COUNTING for one in open_ones)
    waived = any(finding.disposition == "waived" for finding in findings)
    return "conditional" if failed or waived else "pass"


def _plain(finding: Finding) -> dict[str, Any]:
    plain = dict(vars(finding))
    for name in ("gates", "refs"):
        plain[name] = list(plain[name])
    plain["pointers"] = [place.to_json() for place in finding.pointers]
    plain["waiver"] = None if finding.waiver is None else asdict(finding.waiver)
    return plain
