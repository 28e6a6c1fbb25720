"""JSON records as rows: a nested record becomes columns named by the path to each answer."""

import json
from collections.abc import Iterator
from typing import Any, Final

from registry.importers.base import ImportProblem, Row
from registry.importers.reading import MAX_ROWS

STEP: Final = " › "
_DEEPEST: Final = 12


def mappings_in(value: Any, wrappers: tuple[str, ...]) -> list[dict[str, Any]]:
    """The records of a file: a list, a list under one of ``wrappers``, or a single record."""
    return [record for record in _records(value, wrappers) if isinstance(record, dict)]


def rows_of(value: Any, wrappers: tuple[str, ...]) -> Iterator[Row]:
    """Give each record as a row, counted from 1. Raises ``ImportProblem`` for too many or too deep."""
    records = _records(value, wrappers)
    if len(records) > MAX_ROWS:
        raise ImportProblem(f"the file has more than {MAX_ROWS:,} records; split it and import the parts")
    for number, record in enumerate(records, start=1):
        yield Row(number, dict(_cells(record, "", 0)))


def _records(value: Any, wrappers: tuple[str, ...]) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        wrapped = next((value[name] for name in wrappers if isinstance(value.get(name), list)), None)
        return [value] if wrapped is None else wrapped
    return []


def _cells(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every answer in a record with its path; a list of plain values is one answer, as JSON."""
    if depth > _DEEPEST:
        raise ImportProblem(f"the records are nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _cells(inner, f"{path}{STEP}{name}" if path else str(name), depth + 1)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for place, inner in enumerate(value, start=1):
            yield from _cells(inner, f"{path}{STEP}{place}" if path else str(place), depth + 1)
    else:
        yield path or "value", _text(value)


def _text(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list) and len(value) == 1:
        return _text(value[0])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
