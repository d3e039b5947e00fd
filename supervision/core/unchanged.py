"""What was asked of the store holds until somebody writes to it; every page asks for some of it."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.engine import Connection

from supervision.core.db import is_writing, session

Found = TypeVar("Found")
_KEPT, _STATE = "unchanged", "unchanged_state"
MOST = 512  # answers a connection keeps


def until_written(key: Hashable, ask: Callable[[], Found]) -> Found:
    """`ask()`, or what it said under this key when nothing has been committed since, by whomever.

    SQLite tells for nothing whether its file is the same as before; PostgreSQL, which does not, is asked
    each time, and so is whoever may have written already.
    """
    connection = session.connection()
    if is_writing() or connection.dialect.name != "sqlite":
        return ask()
    state, answers = _state(connection), {}
    kept: tuple[object, dict[Hashable, Found]] | None = connection.info.get(_KEPT)
    if kept is not None and kept[0] == state and len(kept[1]) < MOST:
        answers = kept[1]
    if key not in answers:
        answers[key] = ask()
        connection.info[_KEPT] = (state, answers)
    return answers[key]


def _state(connection: Connection) -> object:
    """Changes with every commit of another connection, and with every row this one writes: asked once a transaction,
    which sees the store as it was at its first look."""
    here: tuple[object, object] | None = connection.info.get(_STATE)
    if here is not None and here[0] is connection.get_transaction():
        return here[1]
    others = connection.exec_driver_sql("PRAGMA data_version").scalar()
    own = connection.connection.driver_connection
    state = others, own.total_changes if own is not None else None
    connection.info[_STATE] = (connection.get_transaction(), state)
    return state
