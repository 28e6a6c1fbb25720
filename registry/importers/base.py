"""What reading a register gives: every row is exactly one of a candidate, a skip or a reject."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class ImportProblem(Exception):
    """The file as a whole cannot be used; the message says why and what to do about it."""


class RowProblem(Exception):
    """One row cannot become an entry: the column that stands in the way, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason


class NothingToRegister(Exception):
    """One row says nothing that could be registered; the message says in what way."""


@dataclass(frozen=True)
class Row:
    """One row as the source has it: every column and its text, in order.

    ``number`` is what a person sees: the row of the spreadsheet with its header as row 1, or the place
    of a record in a list, counted from 1.
    """

    number: int
    cells: Mapping[str, str]

    @property
    def said(self) -> dict[str, str]:
        """The cells that hold something, word for word: what an entry keeps to show where it came from."""
        return {column: text for column, text in self.cells.items() if text.strip()}


@dataclass(frozen=True)
class Said:
    """What one row says, in our words. ``columns`` names the column that each field was read from."""

    name: str
    agency: str = ""
    agency_short: str = ""
    bureau: str = ""
    native_id: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NamedTeam:
    """The team that answers for an entry, by its key and the name to give it when it is new."""

    key: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """A row that can become an entry: a valid manifest, and the identity that finds it again next time.

    ``source`` is "" for our own manifests, which carry their identity themselves.
    """

    row: Row
    source: str
    native_id: str
    document: dict[str, Any]
    team: NamedTeam | None = None


@dataclass(frozen=True)
class Skip:
    """A row left out because it adds nothing, and why; ``earlier`` is the row that it repeats."""

    row: Row
    reason: str
    earlier: int | None = None


@dataclass(frozen=True)
class Reject:
    """A row that cannot be registered: the column that stands in the way, and why."""

    row: Row
    column: str
    reason: str


@dataclass(frozen=True)
class Parsed:
    """A whole file, sorted into its three outcomes."""

    format: str
    candidates: tuple[Candidate, ...]
    skips: tuple[Skip, ...]
    rejects: tuple[Reject, ...]

    @property
    def row_count(self) -> int:
        return len(self.candidates) + len(self.skips) + len(self.rejects)
