"""Writing very many rows that are alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert_alike(model: type[Model], rows: Sequence[Mapping[str, Any]], shared: Mapping[str, Any]) -> None:
    """Insert rows that all say ``shared`` and differ in the same few columns, by their attribute names.

    ``bulk_create`` prepares every column of each row by itself, which takes longer than the database does. Of
    what is shared each is prepared once here. Columns that neither names get their default.
    """
    if not rows:
        return
    own = list(rows[0])
    fields: dict[str, Field] = {
        one.attname: one for one in model._meta.concrete_fields if not one.primary_key
    }
    others = [name for name in fields if name not in own]
    said = [_stored(fields[name], shared.get(name, fields[name].get_default())) for name in others]
    quote = connection.ops.quote_name
    named = ", ".join(quote(str(fields[name].column)) for name in (*own, *others))
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES ({places})",  # noqa: S608 - names of ours
            [[*(_stored(fields[name], row[name]) for name in own), *said] for row in rows],
        )


def _stored(field: Field, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
