"""The report as JSON: everything the engine gave, and where each field stands in its file."""

import json
from collections import Counter
from typing import Any

from policies.errors import PolicyError
from policies.reporters.run import VERDICTS, Checked, Run


def to_json(run: Run) -> str:
    """Return one JSON document, the same bytes for the same run."""
    return json.dumps(to_data(run), indent=2, ensure_ascii=False) + "\n"


def to_data(run: Run) -> dict[str, Any]:
    """What the document says, JSON-safe."""
    verdicts = Counter(one.report.verdict for one in run.checked)
    return {
        "muster": "report/1",
        "as_of": run.as_of.isoformat(),
        "packs_digest": run.packs.digest,
        "engine": run.engine.to_json(),
        "verdicts": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "entries": [_entry(one) for one in run.checked],
        "problems": [_problem(problem) for problem in run.problems],
        "unasked": [_problem(one) for one in run.unasked],
    }


def _entry(checked: Checked) -> dict[str, Any]:
    report = checked.report.to_json()
    for finding in report["findings"]:
        for place in finding["pointers"]:
            place["line"], place["column"] = checked.position(place["pointer"])
    return {"source": checked.source} | report


def _problem(problem: PolicyError) -> dict[str, Any]:
    return {
        "source": problem.source,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "hint": problem.hint,
    }
