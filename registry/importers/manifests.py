"""Our own manifests, one or a list under ``manifests:``, as YAML or JSON."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from policies.errors import PolicyError
from policies.record.manifest import load_manifests
from registry.importers.base import ImportProblem, Row
from registry.importers.reading import Content

CELL: Final = "manifest"
_FIRST_WORDS = re.compile(r"^[\"']?(?:muster|manifests)[\"']?\s*:", re.MULTILINE)


def recognises(content: Content) -> bool:
    if content.looks_like_json:
        return isinstance(content.value, dict) and bool({"muster", "manifests"} & content.value.keys())
    return _FIRST_WORDS.search(content.text) is not None


def rows(content: Content) -> Iterator[Row]:
    """Give each manifest, counted from 1. Raises ``ImportProblem`` with line and column of what breaks."""
    try:
        manifests = load_manifests(content.text, source="manifest")
    except PolicyError as problem:
        raise ImportProblem(str(problem)) from problem
    for number, manifest in enumerate(manifests, start=1):
        yield Row(number, {CELL: json.dumps(manifest.document, ensure_ascii=False)})


def document_of(row: Row) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(row.cells[CELL])
    return document
