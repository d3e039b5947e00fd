"""Append-only by the store itself: UPDATE and DELETE of audit rows are refused on both stores."""

from collections.abc import Callable

_MESSAGE = "audit trail is append-only"
_SQLITE = """CREATE TRIGGER audit_event_no_{verb} BEFORE {verb} ON audit_event
BEGIN SELECT RAISE(ABORT, '{message}'); END"""
_POSTGRES_FUNCTION = """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{message}'; END $$"""
_POSTGRES = """CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()"""


def install(execute: Callable[[str], object], *, dialect: str) -> None:
    """Create the triggers; `execute` runs one statement (a migration passes op.execute)."""
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            execute(_SQLITE.format(verb=verb, message=_MESSAGE))
        return
    execute(_POSTGRES_FUNCTION.format(message=_MESSAGE))
    execute(_POSTGRES)


def remove(execute: Callable[[str], object], *, dialect: str) -> None:
    """Drop the triggers (downgrade)."""
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            execute(f"DROP TRIGGER IF EXISTS audit_event_no_{verb}")
        return
    execute("DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event")
    execute("DROP FUNCTION IF EXISTS audit_event_refuse()")
