"""Reading many signatures at once: making a query set of so many keys takes longer than the answer."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from registry.models import Entry, OverlapSignature

_ENTRIES, _SIGNATURES = Entry._meta.db_table, OverlapSignature._meta.db_table


class Kept(NamedTuple):
    """The key of an entry, and its signature as the text that is stored: who compares it reads it."""

    key: str
    text: str


def read_signatures(pks: Collection[int]) -> dict[int, Kept]:
    """By primary key; without those that nobody has signed."""
    rows = _of(
        f"SELECT s.entry_id, e.key, s.data FROM {_SIGNATURES} s"  # noqa: S608 - names of ours
        f" JOIN {_ENTRIES} e ON e.id = s.entry_id WHERE s.entry_id IN",
        pks,
    )
    return {pk: Kept(key, text) for pk, key, text in rows}


def entry_keys(pks: Collection[int]) -> dict[int, str]:
    return dict(_of(f"SELECT id, key FROM {_ENTRIES} WHERE id IN", pks))  # noqa: S608 - as above


def primary_keys(kind: str, keys: Collection[str]) -> dict[str, int]:
    """Of those that are registered, by key."""
    sql = f"SELECT key, id FROM {_ENTRIES} WHERE kind = %s AND key IN"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({', '.join(['%s'] * len(keys))})", [kind, *keys])
        return dict(cursor.fetchall())


def _of(sql: str, pks: Collection[int]) -> list[tuple]:
    """Primary keys are written out: there may be more of them than a statement takes parameters."""
    if not pks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({', '.join(f'{pk:d}' for pk in pks)})")
        return cursor.fetchall()
