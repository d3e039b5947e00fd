"""How long PostgreSQL may keep somebody waiting (SQLite's part stands in db.py)."""

from sqlalchemy.engine import Connection, make_url

LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 60_000


def engine_options(url: str) -> dict[str, object]:
    """How connections are kept: each is tried before it is used, and nothing waits for ever."""
    made = make_url(url)
    if made.get_backend_name() != "postgresql":
        return {}
    waiting = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
    given = made.query.get("options", "")  # what DATABASE_URL says itself comes last and wins
    return {"pool_pre_ping": True, "connect_args": {"options": f"{waiting} {given}".strip()}}


def unhurried(connection: Connection) -> None:
    """Let the statements of a migration take as long as they need."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.commit()
