"""How long PostgreSQL may keep somebody waiting, and for whom (SQLite's part stands in db.py)."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 60_000


def engine_options(url: str) -> dict[str, object]:
    """How connections are kept: each is tried before it is used, and nothing waits for ever.

    A page of an index costs hardly more than one of a table (no office keeps them on a turning disk): by its
    default of four times as much PostgreSQL takes a whole table for cheaper than the first rows of an
    index. No statement of ours runs so long that compiling it pays.
    """
    made = make_url(url)
    if made.get_backend_name() != "postgresql":
        return {}
    waiting = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
    planning = "-c random_page_cost=1.1 -c jit=off"
    given = made.query.get("options", "")  # what DATABASE_URL says itself comes last and wins
    return {
        "pool_pre_ping": True,
        "connect_args": {"options": f"{waiting} {planning} {given}".strip()},
    }


def unhurried(connection: Connection) -> None:
    """Let the statements of a migration take as long as they need."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.commit()


def one_by_one(own: Session, *names: str) -> None:
    """Until the end of the transaction nobody else gets past here with one of these names.

    For what is counted before it is added to: SQLite's writers come one after the other anyway,
    PostgreSQL's would all find the same count.
    """
    if own.get_bind().dialect.name == "postgresql":
        for name in sorted(
            set(names)
        ):  # always in the same order, so that no two wait for each other
            own.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))
