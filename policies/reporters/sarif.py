"""The report as SARIF 2.1.0, the format that code hosts and build servers show beside a change."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from policies.engine.report import OUTCOMES, Finding, WaiverUse
from policies.errors import PolicyError
from policies.language.rules import Rule
from policies.reporters.rule_pages import addresses
from policies.reporters.run import Checked, Run, told
from policies.reporters.sarif_places import file_location, locations

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS: Final = 5_000
LEVELS: Final = {"blocker": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
# What code hosts sort by: the scale of CVSS, from 0 to 10.
_SECURITY: Final = {"blocker": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "1.0"}

Json = dict[str, Any]


def to_sarif(run: Run) -> str:
    """Return a SARIF log with one run; findings beyond ``MOST_RESULTS`` are counted and the worst kept."""
    index = {rule.id: number for number, rule in enumerate(run.packs.rules)}
    found = [pair for pair in run.findings() if pair[1].outcome != "error"]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run)},
                "invocations": [_invocation(run, index)],
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, finding, index) for one, finding in islice(found, MOST_RESULTS)],
                "properties": _counts(run, len(found)),
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def kind_and_level(finding: Finding) -> tuple[str, str]:
    """Return SARIF's kind and level of a finding that is not an error of the rule itself."""
    if finding.outcome == "unknown":
        # Which is waived was worth a waiver; that it is accepted is said by its suppression.
        return ("fail", "error") if finding.blocks or finding.waiver else ("open", "none")
    if finding.disposition == "preview":
        return "fail", "note"
    level = LEVELS[finding.severity]
    return "fail", "warning" if finding.mode == "warn" and level == "error" else level


def _driver(run: Run) -> Json:
    pages = addresses(run)
    return {
        "name": "Muster",
        "fullName": "Muster policy engine",
        # The rules decide what is found, so they are the version that counts.
        "version": f"packs {run.packs.digest[:12]}",
        "semanticVersion": run.engine.version,
        "rules": [_rule(rule, pages.get(rule.id, "")) for rule in run.packs.rules],
        "properties": {"packsDigest": run.packs.digest, "dataDigest": run.engine.data_digest},
    }


def _rule(rule: Rule, page: str) -> Json:
    level = LEVELS[rule.severity]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": "\n".join(f"{check.message.text} {check.fix}" for check in rule.require)},
        **({"helpUri": page} if page else {}),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": list(dict.fromkeys(("security", rule.pack, rule.severity, *rule.refs))),
            "security-severity": _SECURITY[rule.severity],
            "version": rule.version,
        },
    }


def _result(checked: Checked, finding: Finding, index: dict[str, int]) -> Json:
    kind, level = kind_and_level(finding)
    uses = {use.id: use for use in checked.report.waivers}
    suppressed = {"suppressions": [_suppression(uses[finding.waiver.id])]} if finding.waiver else {}
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": index[finding.rule_id],
        "kind": kind,
        "level": level,
        "message": {"text": told(finding)},
        "locations": locations(checked, [place.pointer for place in finding.pointers]),
        "partialFingerprints": {"musterFinding/v1": finding.fingerprint},
        "properties": {
            "check": finding.check_id,
            "severity": finding.severity,
            "unknown": finding.outcome == "unknown",
            "disposition": finding.disposition,
            "mode": finding.mode,
            "ruleVersion": finding.rule_version,
            "why": finding.why,
            "who": finding.who,
            "remedy": finding.remedy,
            "startsOn": finding.starts_on,
            "evidenceDigest": finding.evidence_digest,
            "evidence": [
                {"pointer": place.pointer, "expected": place.expected, "actual": place.actual}
                for place in finding.pointers
            ],
        },
    } | suppressed


def _suppression(use: WaiverUse) -> Json:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{use.reason} In place of it: {use.compensating_control}",
        "properties": {"waiver": use.id, "grantedOn": use.granted_on, "expiresOn": use.expires_on},
    }


def _invocation(run: Run, index: dict[str, int]) -> Json:
    """Say what kept the run from being whole: files that can't be read, and rules that broke."""
    broken = list(_broken_rules(run, index))
    return {
        "executionSuccessful": not run.problems and not broken,
        "toolConfigurationNotifications": [
            *(_notice(problem, "error") for problem in run.problems),
            *(_notice(one, "note") for one in run.unasked),
        ],
        "toolExecutionNotifications": broken,
    }


def _broken_rules(run: Run, index: dict[str, int]) -> Iterator[Json]:
    for checked, finding in run.findings():
        if finding.outcome == "error":
            yield {
                "level": "error",
                "message": {"text": finding.message},
                "associatedRule": {"id": finding.rule_id, "index": index[finding.rule_id]},
                "locations": locations(checked, [place.pointer for place in finding.pointers]),
            }


def _notice(problem: PolicyError, level: str) -> Json:
    text = f"{problem.message.rstrip('.')}. {problem.hint}".strip()
    notification: Json = {"level": level, "message": {"text": text}}
    if problem.source:
        notification["locations"] = [file_location(problem.source, problem.line, problem.column)]
    return notification


def _counts(run: Run, found: int) -> Json:
    return {
        "asOf": run.as_of.isoformat(),
        "manifests": len(run.checked),
        "outcomes": {name: sum(one.report.counts[name] for one in run.checked) for name in OUTCOMES},
        "resultsLeftOut": max(0, found - MOST_RESULTS),
    }
