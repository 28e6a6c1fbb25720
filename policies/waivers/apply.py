"""Waivers on a report: applied after evaluation, by this one function, wherever a report is shown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from policies.engine.check import worst_first
from policies.engine.report import Finding, Report, WaivedBy, WaiverUse
from policies.errors import PolicyError
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.waivers.terms import terms_of
from policies.waivers.waiver import Waiver

Standing = tuple[str, str]  # status, and a sentence that says why


def apply_waivers(report: Report, waivers: Iterable[Waiver], packs: Packs, *, as_of: date) -> Report:
    """Return ``report`` with what is waived on ``as_of`` marked so, and how each waiver of the record stands.

    Outcomes and counts stay as they are: waived is not passed. Waivers of other records are left out; the
    order of ``waivers`` changes nothing. Raises PolicyError where ``packs`` are not those of the report.
    """
    if packs.digest != report.packs_digest:
        raise PolicyError("These are not the packs that the report was made with")
    rules = {rule.id: rule for rule in packs.rules}
    uses: list[WaiverUse] = []
    waived: dict[str, WaivedBy] = {}
    mine = (one for one in waivers if (one.kind, one.key) == (report.kind, report.key))
    for waiver in sorted(mine, key=lambda one: (one.expires_on, one.id)):
        status, why = _standing(waiver, rules.get(waiver.rule_id), report, as_of)
        found = _covered(waiver, report) if status == "in_use" else ()
        uses.append(_use(waiver, status, why, found))
        # The one that lasts longest comes last, and is the one that the finding names.
        waived |= dict.fromkeys(found, WaivedBy(waiver.id, waiver.expires_on.isoformat()))
    findings = [_marked(finding, waived.get(finding.fingerprint)) for finding in report.findings]
    return replace(
        report,
        findings=tuple(sorted(findings, key=worst_first)),
        waivers=tuple(sorted(uses, key=lambda use: use.id)),
    )


def _standing(waiver: Waiver, rule: Rule | None, report: Report, as_of: date) -> Standing:
    refused = _against_the_rule(waiver, rule)
    if refused:
        return refused
    if as_of < waiver.granted_on:
        return "not_yet", f"It counts from {waiver.granted_on} on."
    if as_of > waiver.expires_on:
        return "expired", f"Its last day was {waiver.expires_on}."
    return _against_the_findings(waiver, report)


def _against_the_rule(waiver: Waiver, rule: Rule | None) -> Standing | None:
    """What makes a waiver worthless on any day."""
    if rule is None:
        return "no_rule", f"There is no rule {waiver.rule_id} in these packs."
    terms = terms_of(rule)
    if not terms.allowed:
        return "not_allowed", f"{rule.id} can't be waived."
    if waiver.rule_version != rule.version:
        said = f"It was granted for version {waiver.rule_version} of the rule, which is now {rule.version}."
        return "other_version", said
    if waiver.requester in waiver.approvers:
        return "approved_by_requester", "The person who asked for it approved it."
    if len(set(waiver.approvers)) < terms.approvals:
        return "short_of_approvals", f"{len(set(waiver.approvers))} of {terms.approvals} people approved it."
    if waiver.expires_on > terms.last_day(waiver.granted_on):
        return "too_long", f"{rule.id} can be waived for {terms.longest} at most."
    return None


def _against_the_findings(waiver: Waiver, report: Report) -> Standing:
    if waiver.rule_id not in report.outcomes:
        return "unused", "The rule was not asked here."
    found = [one for one in report.findings if one.rule_id == waiver.rule_id and can_be_waived(one)]
    if not found:
        return "unused", "There is nothing left to waive."
    if not any(waiver.evidence.values()):
        return "evidence_not_said", "What it was granted for is not said here. It counts where that is known."
    known = [(waiver.evidence[one.fingerprint], one) for one in found if one.fingerprint in waiver.evidence]
    if not known or any(evidence != one.evidence_digest for evidence, one in known):
        return "evidence_changed", "What the rule found is not what the waiver was granted for."
    return "in_use", f"Accepted up to and including {waiver.expires_on}."


def _covered(waiver: Waiver, report: Report) -> tuple[str, ...]:
    marked = (one for one in report.findings if one.rule_id == waiver.rule_id and can_be_waived(one))
    return tuple(sorted(one.fingerprint for one in marked if one.fingerprint in waiver.evidence))


def can_be_waived(finding: Finding) -> bool:
    """A rule that broke found nothing that anybody could accept, and a preview stops nobody."""
    return finding.disposition == "open" and finding.outcome != "error"


def _marked(finding: Finding, waiver: WaivedBy | None) -> Finding:
    return finding if waiver is None else replace(finding, disposition="waived", blocks=False, waiver=waiver)


def _use(waiver: Waiver, status: str, why: str, findings: tuple[str, ...]) -> WaiverUse:
    return WaiverUse(
        id=waiver.id,
        rule_id=waiver.rule_id,
        rule_version=waiver.rule_version,
        status=status,
        why=why,
        reason=waiver.reason,
        compensating_control=waiver.compensating_control,
        granted_on=waiver.granted_on.isoformat(),
        expires_on=waiver.expires_on.isoformat(),
        findings=findings,
    )
