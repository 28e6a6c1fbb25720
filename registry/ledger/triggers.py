"""Append-only, by the database itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class Seal:
    """A table whose rows are never deleted or replaced, and never changed.

    ``name`` begins the names of its triggers, ``unique`` are its unique columns. With ``until``, a row may
    change for as long as that column is null, but for its ``fixed`` columns.
    """

    table: str
    name: str
    unique: tuple[tuple[str, ...], ...]
    until: str = ""
    fixed: tuple[str, ...] = ()

    def install(self, using: str = "default") -> None:
        """Put the triggers in place. Raises ``RuntimeError`` where they can't be, or on another database."""
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        if connection.vendor not in _STATEMENTS:
            raise RuntimeError(
                f"the ledger can't be kept append-only on {connection.vendor}: use SQLite or PostgreSQL"
            )
        statements = list(_STATEMENTS[connection.vendor](self))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute(_INSTALLED[connection.vendor], [f"{self.name}\\_are\\_never\\_%"])
            if cursor.fetchone()[0] != len(_ACTS[connection.vendor]):
                raise RuntimeError("the triggers that keep the ledger append-only could not be installed")

    def remove(self, using: str = "default") -> None:
        """For test databases that are flushed, and for nothing else."""
        connection = connections[using]
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for act in _ACTS[connection.vendor]:
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}_are_never_{act}{on}")


EVENTS = Seal("registry_auditevent", "audit_events", (("id",), ("digest",), ("subject", "sequence")))


def install_triggers(using: str = "default", **_: Any) -> None:
    EVENTS.install(using)


def _sqlite(seal: Seal) -> Iterator[str]:
    name, what = f"{seal.name}_are_never", seal.name.replace("_", " ")
    same = " OR ".join(
        f"({' AND '.join(f'{column} = NEW.{column}' for column in columns)})" for columns in seal.unique
    )
    seen = f"SELECT 1 FROM {seal.table} WHERE {same}"  # noqa: S608 - names from this file and its callers
    for act, when in (
        ("changed", f"BEFORE UPDATE ON {seal.table} {_unless_open(seal, 'IS')}"),
        ("deleted", f"BEFORE DELETE ON {seal.table}"),
        # REPLACE deletes without asking the trigger above, unless the connection has recursive triggers.
        ("replaced", f"BEFORE INSERT ON {seal.table} WHEN EXISTS ({seen})"),
    ):
        yield f"DROP TRIGGER IF EXISTS {name}_{act}"
        yield f"CREATE TRIGGER {name}_{act} {when} BEGIN SELECT RAISE(ABORT, '{what} are never {act}'); END"


def _postgresql(seal: Seal) -> Iterator[str]:
    name, what, refuse = f"{seal.name}_are_never", seal.name.replace("_", " "), f"refuse_{seal.name}_change"
    yield f"""CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         RAISE EXCEPTION '{what} are never changed or deleted' USING ERRCODE = 'restrict_violation';
       END $$"""
    unless = _unless_open(seal, "IS NOT DISTINCT FROM")
    for act, when in (
        ("changed", f"BEFORE UPDATE ON {seal.table} FOR EACH ROW {unless}"),
        ("deleted", f"BEFORE DELETE ON {seal.table} FOR EACH ROW"),
        ("truncated", f"BEFORE TRUNCATE ON {seal.table} FOR EACH STATEMENT"),
    ):
        yield f"CREATE OR REPLACE TRIGGER {name}_{act} {when} EXECUTE FUNCTION {refuse}()"


def _unless_open(seal: Seal, same: str) -> str:
    if not seal.until:
        return ""
    kept = [f"NEW.{column} {same} OLD.{column}" for column in seal.fixed]
    return f"WHEN (NOT ({' AND '.join([f'OLD.{seal.until} IS NULL', *kept])}))"


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
_ACTS = {"sqlite": ("changed", "deleted", "replaced"), "postgresql": ("changed", "deleted", "truncated")}
_INSTALLED = {
    "sqlite": r"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '\'",
    "postgresql": r"SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s ESCAPE '\'",
}
