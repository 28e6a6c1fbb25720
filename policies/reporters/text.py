"""The report that a person reads in a terminal or in the log of a build."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from policies.engine import Finding
from policies.reporters.run import VERDICTS, Checked, Run

_COLOURS: Final = {
    "fail": "31",
    "gap": "33",
    "conditional": "33",
    "pass": "32",
    "unknown": "33",
    "error": "35",
}
_SAID: Final = {
    "fail": "does not meet the rule",
    "unknown": "not enough was said to tell",
    "error": "could not be checked",
}
_LONGEST_VALUE: Final = 100


def to_text(run: Run, *, colour: bool = False) -> str:
    """Return the findings file by file, worst first, and one closing line. ``colour`` adds ANSI codes."""
    lines: list[str] = []
    for source, group in groupby(run.checked, key=lambda one: one.source):
        lines += [line for one in group for line in _entry(one, source, colour)]
    lines += [f"{one}." for one in run.unasked]
    return "\n".join([*lines, _summary(run)]) + "\n"


def _entry(checked: Checked, source: str, colour: bool) -> Iterator[str]:
    report = checked.report
    name = f"{report.kind.replace('_', ' ')} {report.key}"
    yield f"{source or '(no file)'}: {name}: {_paint(report.verdict, report.verdict, colour)}"
    for finding in report.findings:
        yield from (f"  {line}" if line else "" for line in _finding(finding, checked, colour))
    yield ""


def _finding(finding: Finding, checked: Checked, colour: bool) -> Iterator[str]:
    said = "not in force yet" if finding.disposition == "preview" else _SAID[finding.outcome]
    word = _paint(finding.outcome, said, colour)
    yield f"{finding.rule_id} {finding.title} ({finding.severity}, {word})"
    for place in finding.pointers:
        line, column = checked.position(place.pointer)
        where = f"{checked.source}:{line}:{column} " if line else ""
        yield f"  {where}{place.pointer}"
        yield f"    {place.label}: found {_short(place.actual)}; expected: {place.expected}"
    if finding.more_pointers:
        yield f"  and {finding.more_pointers} more place(s)"
    yield f"  {finding.message}"
    yield f"  Why: {finding.why}"
    yield f"  What to change: {finding.fix}"
    yield f"  Based on: {'; '.join(finding.refs)}"


def _short(value: Any) -> str:
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
        text += f"; {len(run.problems)} problem(s) with the files"
    return text + "."


def _paint(kind: str, text: str, colour: bool) -> str:
    return f"\033[{_COLOURS[kind]}m{text}\033[0m" if colour and kind in _COLOURS else text
