"""The file of rejected rows: where, why, and the row itself, for a person to mend."""

import csv
from collections.abc import Iterable
from pathlib import Path

from registry.importers.base import Reject

# A spreadsheet takes a cell that begins with one of these for a formula, and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """Write rejects as CSV: row, column, reason, then the original columns. Raises ``OSError``."""
    rejects = list(rejects)
    columns = list(dict.fromkeys(column for reject in rejects for column in reject.row.cells))
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "column", "reason", *map(_harmless, columns)])
        for reject in rejects:
            cells = (reject.row.cells.get(column, "") for column in columns)
            writer.writerow([reject.row.number, *map(_harmless, (reject.column, reject.reason, *cells))])


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
