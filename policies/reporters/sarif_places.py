"""Where a finding stands, in SARIF's words: a place in a file, and the field by its JSON pointer."""

from pathlib import PurePath, PurePosixPath
from typing import Any

from policies.reporters.run import Checked

Json = dict[str, Any]


def locations(checked: Checked, pointers: list[str]) -> list[Json]:
    """Return one location for each pointer, or the manifest as a whole where a finding has none."""
    return [_location(checked, pointer) for pointer in pointers or [""]]


def file_location(source: str, line: int, column: int) -> Json:
    """Return a place in a file. ``line`` 0 means the file as a whole."""
    physical: Json = {"artifactLocation": {"uri": file_uri(source)}}
    if line:
        physical["region"] = {"startLine": line, "startColumn": max(column, 1)}
    return {"physicalLocation": physical}


def file_uri(source: str) -> str:
    """Return a path as a URI reference: relative ones stay relative, and odd characters are encoded."""
    path = PurePath(source)
    if path.is_absolute():
        return path.as_uri()
    return PurePosixPath("/", path.as_posix()).as_uri().removeprefix("file:///")


def _location(checked: Checked, pointer: str) -> Json:
    report = checked.report
    place = file_location(checked.source, *checked.position(pointer)) if checked.source else {}
    field = pointer.rpartition("/")[2] or report.key
    name = f"{report.kind}/{report.key}#{pointer}"
    logical = {"name": field, "fullyQualifiedName": name, "kind": "property" if pointer else "object"}
    return place | {"logicalLocations": [logical]}
