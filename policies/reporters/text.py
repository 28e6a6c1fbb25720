"""The report that a person reads in a terminal or in the log of a build."""

import json
from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from policies.engine.compact import WHEN
from policies.engine.report import Finding, WaiverUse
from policies.language.responsible import who_label
from policies.reporters.run import VERDICTS, Checked, Run

# What each outcome of a rule is called to a person.
OUTCOMES_SAID: Final = {
    "pass": "meets the rule",
    "fail": "does not meet the rule",
    "unknown": "not enough was said to tell",
    "not_applicable": "the rule does not apply",
    "error": "could not be checked",
}
_COLOURS: Final = {
    "fail": "31",
    "waived": "33",
    "gap": "33",
    "conditional": "33",
    "pass": "32",
    "unknown": "33",
    "error": "35",
}
_LONGEST_VALUE: Final = 100
_WIDTH: Final = 110


def to_text(run: Run, *, colour: bool = False) -> str:
    """Return the findings file by file, worst first, and one closing line. ``colour`` adds ANSI codes."""
    lines = [line for one in run.checked for line in _entry(one, colour)]
    lines += [f"{one}." for one in run.unasked]
    return "\n".join([*lines, _summary(run)]) + "\n"


def _entry(checked: Checked, colour: bool) -> Iterator[str]:
    report = checked.report
    name = f"{report.kind.replace('_', ' ')} {report.key}"
    yield f"{checked.source or '(no file)'}: {name}: {_paint(report.verdict, report.verdict, colour)}"
    for finding in report.findings:
        yield ""
        yield from _finding(finding, checked, colour)
    for use in report.waivers:
        yield ""
        yield from _waiver(use)
    if report.findings or report.waivers:
        yield ""


def _waiver(use: WaiverUse) -> Iterator[str]:
    yield f"  Waiver {use.id} of {use.rule_id}: {use.status.replace('_', ' ')}. {use.why}"
    yield from _wrapped(f"Reason: {use.reason}")
    yield from _wrapped(f"In place of it: {use.compensating_control}")


def _finding(finding: Finding, checked: Checked, colour: bool) -> Iterator[str]:
    kind = "waived" if finding.waiver else finding.outcome
    title = f"{finding.rule_id} ({finding.severity}) {finding.title}"
    yield f"  {title}: {_paint(kind, _said(finding), colour)}"
    yield from _wrapped(finding.message)
    for place in finding.pointers:
        line, column = checked.position(place.pointer)
        where = f"{checked.source}:{line}:{column}  " if line else ""
        yield f"    {where}{place.pointer}"
        wanted = place.expected.removeprefix("is ")
        asked = f"the rule applies if: {wanted}" if finding.check_id == WHEN else f"asked for: {wanted}"
        yield f"      {place.label}: found {short_json(place.actual)}; {asked}"
    if finding.more_pointers:
        yield f"    and {finding.more_pointers} more place{'' if finding.more_pointers == 1 else 's'}"
    yield from _wrapped(f"Why: {finding.why}")
    yield from _wrapped(f"What to do: {finding.fix}")
    if finding.remedy:
        yield from _wrapped(f"If the answer shows a problem: {finding.remedy}")
    if finding.who:
        yield from _wrapped(f"Who: {who_label(finding.who)}")
    yield from _wrapped(f"Based on: {'; '.join(finding.refs)}")


def _said(finding: Finding) -> str:
    if finding.mode == "observe":
        return "only observed here, blocks nothing"
    if finding.disposition == "preview":
        return f"in force from {finding.starts_on}" if finding.starts_on else "not in force yet"
    said = OUTCOMES_SAID[finding.outcome]
    if finding.waiver:
        return f"{said}, waived until {finding.waiver.until}"
    return f"{said} (warns only, blocks nothing)" if finding.mode == "warn" else said


def _wrapped(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ", break_long_words=False)


def short_json(value: Any) -> str:
    """A value as JSON on one line, cut; "nothing" for what was not said."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def _summary(run: Run) -> str:
    verdicts = Counter(one.report.verdict for one in run.checked)
    said = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS if verdicts[verdict])
    number = len(run.checked)
    text = f"{number} manifest{'' if number == 1 else 's'} checked as of {run.as_of}"
    if said:
        text += f": {said}"
    if run.problems:
        many = len(run.problems)
        text += f"; {many} problem{'' if many == 1 else 's'} with the files"
    return text + "."


def _paint(kind: str, text: str, colour: bool) -> str:
    return f"\033[{_COLOURS[kind]}m{text}\033[0m" if colour and kind in _COLOURS else text
