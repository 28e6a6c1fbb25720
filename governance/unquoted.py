"""Findings for who may not see all that they quote: what the rule says whatever it is asked about."""

from typing import Final

from governance.models import Finding
from governance.reach import quotes_only_its_entry, why_in_sight
from policies import Packs
from policies.engine.compact import WHEN
from policies.engine.findings import CANT_CHECK, UNCLEAR

HIDDEN: Final = "This lies in an entry that you can't see."
NOT_QUOTED: Final = "This was not shown to hold. What was found rests on more than you can see."


def in_sight(finding: Finding, packs: Packs | None) -> Finding:
    """The finding with what it quotes of its own entry, where that is all it was found by."""
    if packs is None or not quotes_only_its_entry(finding, packs):
        return without_quotes(finding, packs)
    finding.why, finding.evidence_digest = why_in_sight(finding, packs), ""
    return finding


def without_quotes(finding: Finding, packs: Packs | None) -> Finding:
    """What was found and what to do, without the values that it was seen by."""
    finding.message, finding.why = _of_no_record(finding, packs)
    # Who knows what a value can be would find it by trying.
    finding.evidence_digest = ""
    finding.pointers = [
        place | {"expected": HIDDEN, "actual": {"$unknown": HIDDEN}} for place in finding.pointers
    ]
    return finding


def _of_no_record(finding: Finding, packs: Packs | None) -> tuple[str, str]:
    """What the rule says whatever it is asked about: its message with the quotes left open, and its why."""
    rule = next((rule for rule in packs.rules if rule.id == finding.rule_id), None) if packs else None
    if rule is None or rule.version != finding.rule_version:
        return NOT_QUOTED, HIDDEN
    why = HIDDEN if rule.why == rule.title else f"{rule.why} {HIDDEN}"
    if finding.outcome != "fail":
        return (UNCLEAR if finding.check_id == WHEN else CANT_CHECK), why
    texts = (check.message.text for check in rule.require if check.id == finding.check_id)
    return next(texts, NOT_QUOTED), why
