"""Queries that requests ask over and over: Django takes several times as long to write one as a database to
answer it, so each is written once, with gaps for what differs from one asking to the next.
"""

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# Each number of gaps has a statement of its own.
_MOST_WRITTEN: Final = 200


class _Gap(Value):
    """Stands in a query for the value at this place among those that it is asked with."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


class _Written(NamedTuple):
    """A query, the compiler that wrote it, what it wrote, and how values come to be Python's, by column."""

    query: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: Any

    def filled(self, values: tuple[str | int, ...]) -> SQLCompiler:
        """The compiler as it would be had it been asked to write the query with these values."""
        compiler = copy(self.compiler)
        compiler.connection = connections[self.query.db]
        params = tuple(values[one.value] if isinstance(one, _Gap) else one for one in self.params)
        compiler.as_sql = lambda *_, **__: (self.sql, params)  # type: ignore[method-assign]
        compiler.get_converters = lambda *_: self.converters  # type: ignore[method-assign]
        return compiler


class Prepared(Generic[Row]):
    """What ``query`` finds for the values that it is asked with."""

    def __init__(self, query: Callable[..., QuerySet[Any, Row]]) -> None:
        """``query`` compares columns with what it is handed: texts and whole numbers, in any number.

        Nothing else may decide what it asks, such as the day. It fetches nothing beforehand.
        """
        self._query = query
        self._written: dict[int, _Written] = {}

    def __call__(self, *values: str | int) -> list[Row]:
        written = self._written.get(len(values)) or self._write(len(values))
        compiler = written.filled(values)
        asked = SimpleNamespace(
            db=written.query.db,
            model=written.query.model,
            query=SimpleNamespace(get_compiler=lambda *_, **__: compiler),
            _known_related_objects={},
        )
        iterable: Any = written.query._iterable_class
        return list(iterable(asked))

    def _write(self, number: int) -> _Written:
        if len(self._written) >= _MOST_WRITTEN:
            self._written.clear()
        query = self._query(*map(_Gap, range(number)))
        compiler = query.query.get_compiler(query.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        written = self._written[number] = _Written(query, compiler, sql, params, converters)
        return written
