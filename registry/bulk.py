"""Finding and writing very many rows, faster than ``__in``, ``bulk_create`` and ``bulk_update`` do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    BinaryField,
    BooleanField,
    CharField,
    Field,
    IntegerField,
    Model,
    TextField,
)
from django.db.models.expressions import RawSQL

_KEYS: Final = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def among(keys: Iterable[int]) -> RawSQL:
    """These primary keys, as what follows ``__in``: Django prepares each member of a list by itself, which
    takes longer than to find its row.
    """
    listed = ",".join(map(str, keys))
    said = f"[{listed}]" if connection.vendor == "sqlite" else f"{{{listed}}}"
    return RawSQL(_KEYS[connection.vendor], (said,))  # noqa: S611 - keys of ours, as one parameter


def insert_alike(model: type[Model], rows: Sequence[Mapping[str, Any]], shared: Mapping[str, Any]) -> None:
    """Insert rows that all say ``shared`` and differ in the same few columns, by their attribute names.

    ``bulk_create`` prepares every column of each row by itself, which takes longer than the database does. Of
    what is shared each is prepared once here. Columns that neither names get their default. Values are of the
    type of their column: PostgreSQL takes no others, and wrappers of ``execute`` don't see what it is handed.
    """
    if not rows:
        return
    own = list(rows[0])
    fields: dict[str, Field] = {
        one.attname: one for one in model._meta.concrete_fields if not isinstance(one, AutoField)
    }
    others = [name for name in fields if name not in own]
    said = [_stored(fields[name])(shared.get(name, fields[name].get_default())) for name in others]
    stored = [(name, _stored(fields[name])) for name in own]
    quote = connection.ops.quote_name
    named = ", ".join(quote(str(fields[name].column)) for name in (*own, *others))
    into = f"{quote(model._meta.db_table)} ({named})"
    _write(into, [[*(store(row[name]) for name, store in stored), *said] for row in rows])


def _write(into: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.validate_no_broken_transaction()
            # Rows of a statement are quoted, parsed and planned, which takes three times as long.
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 - names of ours


def update_each(model: type[Model], rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    """Write these columns of each row, found by its primary key: one statement that is run for each.

    ``bulk_update`` makes one expression of all values of all rows, which takes far longer than the database.
    """
    if not rows:
        return
    fields: dict[str, Field] = {one.attname: one for one in model._meta.concrete_fields}
    written = [*names, next(name for name, field in fields.items() if field.primary_key)]
    quote = connection.ops.quote_name
    *said, found = (f"{quote(str(fields[name].column))} = %s" for name in written)
    stored = [(name, _stored(fields[name])) for name in written]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {', '.join(said)} WHERE {found}",  # noqa: S608 - as above
            [[store(row[name]) for name, store in stored] for row in rows],
        )


def _stored(field: Field) -> Callable[[Any], Any]:
    """How a value of this field is handed to the database; what it knows itself is as it is."""
    if isinstance(field, CharField | TextField | IntegerField | BooleanField | BinaryField):
        return _as_it_is
    # The connection itself: ``connection`` looks up which it is at each call.
    return partial(field.get_db_prep_save, connection=connections[DEFAULT_DB_ALIAS])


def _as_it_is(value: Any) -> Any:
    return value
