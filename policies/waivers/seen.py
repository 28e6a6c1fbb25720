"""Waivers for a reader who is not shown all that they were granted for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from policies.engine.check import worst_first
from policies.engine.compact import WHEN
from policies.engine.report import Finding, Report
from policies.waivers.apply import can_be_waived


def as_seen(shown: Report, whole: Report) -> Report:
    """``shown`` with what is waived in ``whole``: the same record, with nothing hidden, under its waivers.

    Waivers are granted for what there is. Where a value is hidden, a check that fails may only be unknown, or
    the rule itself may be: it is waived where everything is that stands in its place.
    """
    real = {one.fingerprint: _in_place_of(one, whole.findings) for one in shown.findings}
    findings = [_marked(one, real[one.fingerprint]) for one in shown.findings]
    waived = {
        one.fingerprint: {of.fingerprint for of in real[one.fingerprint]} for one in findings if one.waiver
    }
    uses = (
        replace(use, findings=tuple(sorted(one for one, of in waived.items() if of <= set(use.findings))))
        for use in whole.waivers
    )
    return replace(shown, findings=tuple(sorted(findings, key=worst_first)), waivers=tuple(uses))


def _in_place_of(finding: Finding, whole: Iterable[Finding]) -> list[Finding]:
    of_rule = [one for one in whole if one.rule_id == finding.rule_id]
    return (
        of_rule if finding.check_id == WHEN else [one for one in of_rule if one.check_id == finding.check_id]
    )


def _marked(finding: Finding, real: Sequence[Finding]) -> Finding:
    """Waived by the first to end of the waivers that all of ``real`` are under."""
    waivers = [one.waiver for one in real if one.waiver is not None]
    if not waivers or len(waivers) < len(real) or not can_be_waived(finding):
        return finding
    return replace(finding, disposition="waived", blocks=False, waiver=min(waivers, key=lambda by: by.until))
