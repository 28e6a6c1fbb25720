"""Append-only, by the database itself."""

from typing import Any

from django.db import connections

_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS audit_events_are_never_changed BEFORE UPDATE ON registry_auditevent
       BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_events_are_never_deleted BEFORE DELETE ON registry_auditevent
       BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END""",
    # REPLACE deletes without asking the trigger above, unless the connection turned recursive triggers on.
    """CREATE TRIGGER IF NOT EXISTS audit_events_are_never_replaced BEFORE INSERT ON registry_auditevent
       WHEN EXISTS (SELECT 1 FROM registry_auditevent WHERE id = NEW.id OR digest = NEW.digest
                    OR (subject = NEW.subject AND sequence = NEW.sequence))
       BEGIN SELECT RAISE(ABORT, 'audit events are never replaced'); END""",
)
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
       END $$""",
    """CREATE OR REPLACE TRIGGER audit_events_are_never_changed BEFORE UPDATE OR DELETE ON registry_auditevent
       FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE OR REPLACE TRIGGER audit_events_are_never_truncated BEFORE TRUNCATE ON registry_auditevent
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
)
_INSTALL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_INSTALLED = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name LIKE 'audit_events_are_never_%'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_events_are_never_%'",
}
_REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_events_are_never_changed",
        "DROP TRIGGER IF EXISTS audit_events_are_never_deleted",
        "DROP TRIGGER IF EXISTS audit_events_are_never_replaced",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_events_are_never_changed ON registry_auditevent",
        "DROP TRIGGER IF EXISTS audit_events_are_never_truncated ON registry_auditevent",
    ),
}


def install_triggers(using: str = "default", **_: Any) -> None:
    """Put the triggers in place. Raises ``RuntimeError`` where they could not be, or on another database."""
    connection = connections[using]
    if "registry_auditevent" not in connection.introspection.table_names():
        return
    if connection.vendor not in _INSTALL:
        raise RuntimeError(
            f"the ledger can't be kept append-only on {connection.vendor}: use SQLite or PostgreSQL"
        )
    with connection.cursor() as cursor:
        for statement in _INSTALL[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(_INSTALLED[connection.vendor])
        if cursor.fetchone()[0] != len(_REMOVE[connection.vendor]):
            raise RuntimeError("the triggers that keep the ledger append-only could not be installed")


def remove_triggers(using: str = "default") -> None:
    """For test databases that are flushed, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _REMOVE[connection.vendor]:
            cursor.execute(statement)
