"""From bytes to rows: encodings, spreadsheets saved as CSV, and JSON, none of it trusted."""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from registry.importers.base import ImportProblem, Reject, Row

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
_DELIMITERS = ",;\t"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet saved as text: its header and the rows under it, numbered as a person sees them."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Content:
    """The bytes of a file, read in the ways a format may ask for. Each way raises ``ImportProblem``."""

    data: bytes

    @cached_property
    def text(self) -> str:
        return decode(self.data)

    @cached_property
    def looks_like_json(self) -> bool:
        return self.text.lstrip()[:1] in {"{", "["}

    @cached_property
    def sheet(self) -> Sheet:
        return read_sheet(self.text)

    @cached_property
    def value(self) -> Any:
        return read_json(self.text)


def load(source: Path | bytes) -> Content:
    """Take the bytes of a file, of at most 10 MB. Raises ``ImportProblem``."""
    data = _read_at_most(source, MAX_BYTES + 1) if isinstance(source, Path) else source
    if len(data) > MAX_BYTES:
        raise ImportProblem(f"the file is larger than {MAX_BYTES:,} bytes; split it and import the parts")
    return Content(data)


def decode(data: bytes) -> str:
    """Read text as UTF-8, with or without a byte-order mark, else as Windows-1252, Excel's old default."""
    if data.startswith(_UTF16) or b"\0" in data:
        raise ImportProblem("the file is not plain text (it has NUL bytes); save it as CSV or JSON in UTF-8")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportProblem("the text is neither UTF-8 nor Windows-1252; save the file as UTF-8")


def read_json(text: str) -> Any:
    """Read strict JSON: no NaN, no key said twice, no numbers or nesting beyond reason."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except RecursionError as problem:
        raise ImportProblem("the JSON is nested too deeply") from problem
    except ValueError as problem:
        raise ImportProblem(f"the JSON cannot be read: {problem}") from problem


def read_sheet(text: str) -> Sheet:
    """Read CSV with commas, semicolons or tabs; the first row that is not empty is the header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows = [(number, tuple(cells)) for number, cells in enumerate(reader, start=1)]
    except csv.Error as problem:
        raise ImportProblem(f"row {reader.line_num}: {problem}; is a quotation mark left open?") from problem
    start = next((place for place, (_, cells) in enumerate(rows) if any(map(str.strip, cells))), None)
    if start is None:
        raise ImportProblem("the file is empty")
    if len(rows) - start - 1 > MAX_ROWS:
        raise ImportProblem(f"the file has more than {MAX_ROWS:,} rows; split it and import the parts")
    return Sheet(rows[start][1], tuple(rows[start + 1 :]))


def sheet_rows(sheet: Sheet) -> Iterator[Row | Reject]:
    """Give each row under the header, and refuse those with more or fewer cells than it has."""
    names = distinct(sheet.header)
    for number, cells in sheet.rows:
        if cells == sheet.header or not any(map(str.strip, cells)):
            yield Row(number, {})
        elif len(cells) != len(names):
            padded = [*names, *(f"column {place + 1}" for place in range(len(names), len(cells)))]
            row = Row(number, dict(zip(padded, cells, strict=False)))
            column = padded[min(len(cells), len(names))]
            yield Reject(row, column, f"the row has {len(cells)} cells and the header {len(names)}")
        else:
            yield Row(number, dict(zip(names, cells, strict=True)))


def distinct(header: tuple[str, ...]) -> list[str]:
    """Tell columns of one name apart by their place: "If other (2)" is the second of that name."""
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        name = name.strip() or f"column {place}"
        repeats = (f"{name} ({count})" for count in range(2, len(header) + 2))
        names.append(name if name not in names else next(one for one in repeats if one not in names))
    return names


def _read_at_most(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as problem:
        raise ImportProblem(f"{path} cannot be read: {problem.strerror or problem}") from problem


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into the most cells."""
    first = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value that JSON knows")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1)
        raise ValueError(f"the key {twice!r} is said twice in one record")
    return found
