"""The report as JUnit XML, which build servers draw as test results: a suite a pack, a case a rule and entry.

There is no official schema. The profile here is what the two in wide use, Apache Ant's and the Jenkins xUnit
plugin's, both accept: no attributes on the root, an empty ``skipped``, all remarks in ``system-out``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from policies.engine.report import Finding
from policies.language.packs import Pack
from policies.language.rules import Rule
from policies.reporters.run import Checked, Run, stops, told

# XML 1.0 has no way to write these, escaped or not.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class _Case:
    """What one rule says of one entry. ``result`` is blank for a pass."""

    rule: Rule
    checked: Checked
    result: str = ""
    told: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)


def to_junit(run: Run, *, fail_level: str = "high") -> str:
    """Return one JUnit document, the same bytes for the same run.

    A finding that lets ``muster check --fail-level`` end with 1 is a failure, an unknown that blocks and a
    rule that broke are errors, other unknowns are skipped; what counts for less is told in ``system-out``.
    """
    root = ET.Element("testsuites")
    packs = [pack for pack in run.packs.packs if any(_cases(run, pack, fail_level))]
    for number, pack in enumerate(packs):
        _add_suite(root, number, pack, run, list(_cases(run, pack, fail_level)))
    if run.problems:
        _add_unreadable(root, len(packs), run)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _cases(run: Run, pack: Pack, fail_level: str) -> Iterator[_Case]:
    for checked in run.checked:
        for rule in pack.rules:
            if rule.id in checked.report.outcomes:
                yield _case(rule, checked, fail_level)


def _case(rule: Rule, checked: Checked, fail_level: str) -> _Case:
    case = _Case(rule, checked)
    for finding in checked.report.findings:
        if finding.rule_id == rule.id:
            (case.told if stops(finding, fail_level) else case.remarks).append(finding)
    outcomes = {finding.outcome for finding in case.told}
    if outcomes:
        case.result = "failure" if outcomes == {"fail"} else "error"
    elif checked.report.outcomes[rule.id] in ("unknown", "not_applicable") or _is_waived(case.remarks):
        case.result = "skipped"
    return case


def _is_waived(findings: list[Finding]) -> bool:
    return any(finding.disposition == "waived" for finding in findings)


def _add_suite(root: ET.Element, number: int, pack: Pack, run: Run, cases: list[_Case]) -> None:
    suite = _suite(root, number, pack.id, run, [case.result for case in cases])
    properties = ET.SubElement(suite, "properties")
    for name, value in _named(run, pack).items():
        ET.SubElement(properties, "property", name=name, value=value)
    for case in cases:
        report = case.checked.report
        element = ET.SubElement(
            suite,
            "testcase",
            name=_clean(f"{case.rule.id} {case.rule.title}"),
            classname=_clean(f"{report.kind}.{report.key}"),
            time="0",
        )
        _add_result(element, case.result, [_sentence(case.checked, finding) for finding in case.told])
    remarks = [_remark(case.checked, finding) for case in cases for finding in case.remarks]
    ET.SubElement(suite, "system-out").text = _clean("\n".join(remarks))
    ET.SubElement(suite, "system-err")


def _named(run: Run, pack: Pack) -> dict[str, str]:
    """What the results of a suite follow from, beside the manifests and the day."""
    return {
        "pack.version": pack.version,
        "packs.digest": run.packs.digest,
        "engine.version": run.engine.version,
        "data.digest": run.engine.data_digest,
    }


def _add_unreadable(root: ET.Element, number: int, run: Run) -> None:
    suite = _suite(root, number, "manifests", run, ["error"] * len(run.problems))
    ET.SubElement(suite, "properties")
    for problem in run.problems:
        place = f"{problem.source or 'manifest'}:{problem.line or 1}"
        element = ET.SubElement(suite, "testcase", name="can be read", classname=_clean(place), time="0")
        _add_result(element, "error", [str(problem)])
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")


def _suite(root: ET.Element, number: int, name: str, run: Run, results: list[str]) -> ET.Element:
    return ET.SubElement(
        root,
        "testsuite",
        package="muster",
        id=str(number),
        name=name,
        timestamp=f"{run.as_of.isoformat()}T00:00:00",
        hostname="localhost",
        tests=str(len(results)),
        failures=str(results.count("failure")),
        errors=str(results.count("error")),
        skipped=str(results.count("skipped")),
        time="0",
    )


def _add_result(case: ET.Element, result: str, sentences: list[str]) -> None:
    if result == "skipped":
        ET.SubElement(case, "skipped")
    elif result:
        element = ET.SubElement(case, result, message=_clean(sentences[0]), type=result)
        element.text = _clean("\n".join(sentences))


def _sentence(checked: Checked, finding: Finding) -> str:
    line = max((checked.position(place.pointer)[0] for place in finding.pointers[:1]), default=0)
    where = f"{checked.source}:{line}: " if checked.source and line else ""
    return f"{where}{told(finding)}"


def _remark(checked: Checked, finding: Finding) -> str:
    entry = f"{checked.report.kind} {checked.report.key}"
    kind = f"{finding.disposition} {finding.severity} {finding.outcome}"
    return f"{kind}: {finding.rule_id}, {entry}: {finding.message}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("�", text)
