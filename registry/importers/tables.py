"""A format as a table: which column answers which field, and how its text is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from registry.importers.base import Row, Said
from registry.importers.values import Reader, folded, free_text, trim

header_key = lru_cache(maxsize=2_000)(folded)


@dataclass(frozen=True)
class Column:
    """The field that a column answers; ``names`` are its headers, compared by letters and digits alone."""

    field: str
    names: tuple[str, ...]
    read: Reader = free_text


class Answers:
    """The cells of one row by header. Of two columns with one header the first counts."""

    def __init__(self, row: Row) -> None:
        self._cells: dict[str, tuple[str, str]] = {}
        for column, text in row.cells.items():
            self._cells.setdefault(header_key(column), (column, text))

    def text(self, names: Iterable[str]) -> str:
        """The first of these columns that says something, without outer blanks; "" if none does."""
        return self._find(names)[1]

    def column(self, names: Iterable[str]) -> str:
        """What the source calls that column; the first of ``names`` where it has none."""
        return self._find(names)[0]

    def fields(self, columns: Iterable[Column]) -> tuple[dict[str, Any], dict[str, str]]:
        """What the row says for each field, and the column that said it. What was not said is left out."""
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        for column in columns:
            source, text = self._find(column.names)
            value = column.read(text)
            if value is not None:
                values[column.field], sources[column.field] = value, source
        return values, sources

    def _find(self, names: Iterable[str]) -> tuple[str, str]:
        present = [self._cells[header_key(name)] for name in names if header_key(name) in self._cells]
        for column, text in present:
            if trim(text):
                return column, trim(text)
        return present[0][0] if present else next(iter(names), ""), ""


@dataclass(frozen=True)
class Layout:
    """Where a register keeps what identifies a row, and the table of what else it says."""

    name: tuple[str, ...]
    agency: tuple[str, ...]
    agency_short: tuple[str, ...] = ()
    bureau: tuple[str, ...] = ()
    native_id: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()

    def said(self, row: Row) -> Said:
        """Read one row. What it does not say is left out."""
        answers = Answers(row)
        fields, columns = answers.fields(self.columns)
        return Said(
            name=answers.text(self.name),
            agency=answers.text(self.agency),
            agency_short=answers.text(self.agency_short),
            bureau=answers.text(self.bureau),
            native_id=answers.text(self.native_id),
            fields=fields,
            columns=columns | {"title": answers.column(self.name), "owner_team": answers.column(self.agency)},
        )


def has_columns(header: Iterable[str], *wanted: Iterable[str]) -> bool:
    """Say whether a header holds every column of ``wanted``, each under one of its names."""
    present = {header_key(name) for name in header}
    return all(any(header_key(name) in present for name in names) for names in wanted)
