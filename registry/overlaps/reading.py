"""Reading many signatures at once: making a query set of so many keys takes longer than the answer."""

from collections.abc import Collection

from django.db import connection

from registry.models import Entry, OverlapSignature

_ENTRIES, _SIGNATURES = Entry._meta.db_table, OverlapSignature._meta.db_table


def read_signatures(pks: Collection[int]) -> dict[int, str]:
    """In JSON, by primary key; without those that nobody has signed."""
    sql = f"SELECT entry_id, data FROM {_SIGNATURES} WHERE entry_id IN"  # noqa: S608 - names of ours
    return dict(_of(sql, pks))


def entry_keys(pks: Collection[int]) -> dict[int, str]:
    return dict(_of(f"SELECT id, key FROM {_ENTRIES} WHERE id IN", pks))  # noqa: S608 - as above


def primary_keys(kind: str, keys: Collection[str]) -> list[int]:
    """Of those with these keys that are registered."""
    rows = Entry.objects.filter(kind=kind, key__in=keys).order_by()
    return list(rows.values_list("pk", flat=True)) if keys else []


def _of(sql: str, pks: Collection[int]) -> list[tuple]:
    """Primary keys are written out: there may be more of them than a statement takes parameters."""
    if not pks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({', '.join(f'{pk:d}' for pk in pks)})")
        return cursor.fetchall()
