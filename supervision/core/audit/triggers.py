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


_ANNOUNCED = "SELECT 1 FROM audit_event WHERE action = 'audit.retention' AND root_id >= OLD.seq"
_VALUES_SQLITE = (
    f"""CREATE TRIGGER audit_value_no_update BEFORE UPDATE ON audit_value
BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
    f"""CREATE TRIGGER audit_value_no_delete BEFORE DELETE ON audit_value
WHEN NOT EXISTS ({_ANNOUNCED})
BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
)
_VALUES_POSTGRES = (
    f"""CREATE FUNCTION audit_value_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF TG_OP = 'DELETE' THEN
    IF EXISTS ({_ANNOUNCED}) THEN
        RETURN OLD;
    END IF;
END IF;
RAISE EXCEPTION '{_MESSAGE}';
END $$""",
    """CREATE TRIGGER audit_value_no_change BEFORE UPDATE OR DELETE ON audit_value
FOR EACH ROW EXECUTE FUNCTION audit_value_refuse()""",
    """CREATE TRIGGER audit_value_no_truncate BEFORE TRUNCATE ON audit_value
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()""",
)
_VALUES_GONE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_value_no_update",
        "DROP TRIGGER IF EXISTS audit_value_no_delete",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_value_no_change ON audit_value",
        "DROP TRIGGER IF EXISTS audit_value_no_truncate ON audit_value",
        "DROP FUNCTION IF EXISTS audit_value_refuse()",
    ),
}


def install_values(execute: Callable[[str], object], *, dialect: str) -> None:
    """Values go only where an event on the chain has said so before (`audit.retention`)."""
    for statement in _VALUES_SQLITE if dialect == "sqlite" else _VALUES_POSTGRES:
        execute(statement)


def remove_values(execute: Callable[[str], object], *, dialect: str) -> None:
    """Drop them (downgrade)."""
    for statement in _VALUES_GONE[dialect]:
        execute(statement)
