"""The report as OSCAL 1.2.1 assessment results, for auditors who collect evidence in NIST's format.

A rule is a control, and what it asks is that control's objective. ``not-satisfied`` covers what OSCAL has one
word for and we have three: its reason says ``fail``, or ``other`` where too little was said or a rule broke.
"""

import json
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from policies.engine.report import Finding
from policies.language.rules import Rule
from policies.reporters.run import Checked, Run

VERSION: Final = "1.2.1"
NAMESPACE: Final = "https://muster.example.org/ns/oscal"
_SPACE: Final = UUID("5f0c52f5-24f0-5f5c-9a38-0c9d7c0f6e5d")
Json = dict[str, Any]


def to_oscal(run: Run) -> str:
    """Return one ``assessment-results`` document; the same run gives the same bytes, identifiers included."""
    moment = f"{run.as_of.isoformat()}T00:00:00+00:00"
    plan, party = _uuid(run, "plan"), _uuid(run, "assessor")
    document = {
        "assessment-results": {
            "uuid": _uuid(run, "document"),
            "metadata": {
                "title": f"AI policy check as of {run.as_of.isoformat()}",
                "last-modified": moment,
                "version": "1",
                "oscal-version": VERSION,
                "roles": [{"id": "assessor", "title": "Assessor"}],
                "parties": [{"uuid": party, "type": "organization", "name": "Muster policy engine"}],
                "responsible-parties": [{"role-id": "assessor", "party-uuids": [party]}],
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [_result(run, moment)],
            "back-matter": {"resources": [_plan(run, plan)]},
        }
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _plan(run: Run, uuid: str) -> Json:
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in run.packs.packs)
    return {"uuid": uuid, "title": "The rules that were asked", "description": f"Policy packs: {packs}."}


def _result(run: Run, moment: str) -> Json:
    asked = sorted({rule for one in run.checked for rule in one.report.outcomes})
    result: Json = {
        "uuid": _uuid(run, "result"),
        "title": f"{len(run.checked)} entries checked",
        "description": f"Every rule that applies, asked of every entry, with packs {run.packs.digest}.",
        "start": moment,
        "end": moment,
        "props": [
            *(_prop("pack", f"{pack.id}-{pack.version}") for pack in run.packs.packs),
            *(_prop(name.replace("_", "-"), value) for name, value in _engine(run).items()),
        ],
        "reviewed-controls": {
            "control-selections": [{"include-controls": [{"control-id": rule.lower()} for rule in asked]}]
        },
    }
    told = list(run.findings())
    # OSCAL allows none of these lists to be empty.
    lists = {
        "observations": [_observation(run, one, finding, moment) for one, finding in told],
        "risks": [_risk(run, one, finding) for one, finding in told],
        "findings": [*_satisfied(run), *(_finding(run, one, finding) for one, finding in told)],
    }
    return result | {name: found for name, found in lists.items() if found}


def _engine(run: Run) -> dict[str, str]:
    return {f"engine_{name}": value for name, value in run.engine.to_json().items()}


def _satisfied(run: Run) -> Iterator[Json]:
    rules = {rule.id: rule for rule in run.packs.rules}
    for one in run.checked:
        for rule_id, outcome in one.report.outcomes.items():
            if outcome == "pass":
                yield {
                    "uuid": _uuid(run, _entry(one), rule_id, "pass"),
                    "title": f"{rule_id} on {_entry(one)}",
                    "description": rules[rule_id].title,
                    "target": _target(rules[rule_id], {"state": "satisfied", "reason": "pass"}),
                }


def _finding(run: Run, one: Checked, finding: Finding) -> Json:
    rule = next(rule for rule in run.packs.rules if rule.id == finding.rule_id)
    status = {
        "state": "not-satisfied",
        "reason": "fail" if finding.outcome == "fail" else "other",
        "remarks": f"{finding.outcome}, {finding.disposition}, {finding.severity}",
    }
    return {
        "uuid": _uuid(run, finding.fingerprint, "finding"),
        "title": f"{finding.rule_id} on {_entry(one)}",
        "description": finding.message,
        "target": _target(rule, status),
        "related-observations": [{"observation-uuid": _uuid(run, finding.fingerprint, "observation")}],
        "related-risks": [{"risk-uuid": _uuid(run, finding.fingerprint, "risk")}],
    }


def _observation(run: Run, one: Checked, finding: Finding, moment: str) -> Json:
    subject = {"subject-uuid": str(uuid5(_SPACE, _entry(one))), "type": "component", "title": _entry(one)}
    return {
        "uuid": _uuid(run, finding.fingerprint, "observation"),
        "title": finding.title,
        "description": finding.why or finding.message,
        "props": [_prop("pointer", place.pointer or "/") for place in finding.pointers],
        "methods": ["TEST"],
        "types": ["control-objective"],
        "subjects": [subject],
        "collected": moment,
    }


def _risk(run: Run, one: Checked, finding: Finding) -> Json:
    return {
        "uuid": _uuid(run, finding.fingerprint, "risk"),
        "title": finding.title,
        "description": finding.message,
        "statement": finding.fix,
        "status": "deviation-approved" if finding.disposition == "waived" else "open",
    }


def _target(rule: Rule, status: Json) -> Json:
    return {"type": "objective-id", "target-id": f"{rule.id.lower()}_obj", "status": status}


def _prop(name: str, value: str) -> Json:
    return {"name": name, "ns": NAMESPACE, "value": value}


def _entry(one: Checked) -> str:
    return f"{one.report.kind}:{one.report.key}"


def _uuid(run: Run, *parts: str) -> str:
    """An identifier that is the same for the same question and the same answer."""
    reports = "\n".join(one.report.digest for one in run.checked)
    return str(uuid5(_SPACE, "\n".join((run.as_of.isoformat(), run.packs.digest, reports, *parts))))
