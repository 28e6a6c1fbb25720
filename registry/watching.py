"""Telling whether something kept in memory still stands, by the very rows that it was made of.

The rows are read each time, as the database gives them: nothing that writes has to remember to say so, and
what was rolled back or committed late is seen for what it is. Objects are only made of them anew where a row
is other than before.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet

Made = TypeVar("Made")
Rows = list[tuple[Any, ...]]
# Who reads while others write without end gets what stood at some moment in between.
_MOST_TRIES: Final = 5
_MOST_WRITTEN: Final = 2_000


class Watched(Generic[Made]):
    """What ``make`` makes of some rows: the same object for as long as they stay as they are."""

    def __init__(
        self, queries: Callable[[], Sequence[QuerySet[Any]]], make: Callable[[Made | None], Made]
    ) -> None:
        """``queries`` give all that ``make`` reads, as ``values_list``; it is handed what it made last."""
        self._queries = queries
        self._make = make
        self._statements: list[tuple[str, Any]] = []
        self._last: tuple[list[Rows], Made] | None = None

    def now(self) -> Made:
        rows, last = self._rows(), self._last
        if last is not None and last[0] == rows:
            return last[1]
        for _ in range(_MOST_TRIES):
            made, before = self._make(last[1] if last else None), rows
            rows = self._rows()
            if rows == before:
                self._last = rows, made
                break
        return made

    def _rows(self) -> list[Rows]:
        if not self._statements:
            # Written once: that takes several times as long as the reading.
            self._statements = [query.query.sql_with_params() for query in self._queries()]
        return [_read(*statement) for statement in self._statements]


class Written:
    """Queries that differ in one thing, such as a person: each is written once, as that takes the longer."""

    def __init__(self) -> None:
        self._statements: dict[Hashable, tuple[str, Any]] = {}

    def rows(self, about: Hashable, query: Callable[[], QuerySet[Any]]) -> Rows:
        """What ``query`` finds, as the database gives it; nothing but ``about`` may decide what it asks."""
        statement = self._statements.get(about)
        if statement is None:
            if len(self._statements) >= _MOST_WRITTEN:
                self._statements.clear()
            statement = self._statements[about] = query().query.sql_with_params()
        return _read(*statement)


def _read(sql: str, params: Any) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
