"""The store: declarative base, column types, connection settings and the unit of work."""

import enum
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    registry,
)
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from supervision.core import clock, write_queue
from supervision.core.indexes import NAMING

BUSY_TIMEOUT_MS = 3_000  # our own writers wait in the queue, this long for somebody else's lock
TICKET = "write_ticket"
log = logging.getLogger(__name__)


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every store (SQLite has no time zones)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(enum_class: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in enum_class]


TYPES: dict[Any, Any] = {
    datetime: UTCDateTime(),
    str: sa.String(200),
    enum.Enum: sa.Enum(
        enum.Enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=_values,
    ),
    dict[str, Any]: sa.JSON(),
    list[Any]: sa.JSON(),
    list[str]: sa.JSON(),
    list[int]: sa.JSON(),
}
ReadRow: TypeAlias = sa.Row[*tuple[object, ...]]
"""A row of chosen columns, read by their names."""
Expression: TypeAlias = sa.SQLColumnExpression[Any]
"""A mapped attribute, a column, or what is reckoned from them."""
Query: TypeAlias = sa.Select[*tuple[object, ...]]
"""A statement that finds such rows."""
LongText = Annotated[str, mapped_column(sa.Text())]


class Base(DeclarativeBase):
    """Declarative base; its registry carries naming convention and type map (trap 1)."""

    if TYPE_CHECKING:
        __table__: ClassVar[sa.Table]
    registry = registry(metadata=sa.MetaData(naming_convention=NAMING), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})
if TYPE_CHECKING:
    Model = Base
    session: Session
else:
    Model = db.Model
    session = db.session


class Identified:
    """A surrogate key."""

    id: Mapped[int] = mapped_column(primary_key=True)


KEYS_ONCE = {"sqlite_autoincrement": True}
"""For `__table_args__` of records that an import may take back: the trail of a deleted record must
never be read as another's, so SQLite, too, gives no key a second time (PostgreSQL never does)."""


class Stamped:
    """When and by whom the record was entered (never the date of the event itself)."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now, doc="录入时间")
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="录入人")


class Versioned:
    """Optimistic locking: a form carries the version it was opened with."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  (SQLAlchemy calls it with the class)
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


_writing: ContextVar[bool] = ContextVar("writing", default=False)
_after_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar(
    "after_commit", default=None
)


def is_writing() -> bool:
    """Whether what is done now may write: then the store may hold what nobody else sees yet."""
    return _writing.get()


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: Any, _record: Any) -> None:
    """WAL and full sync: an acknowledged write survives a power cut (quality.md §2)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun by us, see _begin
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Writers take SQLite's lock at once, in turn: a deferred upgrade fails under load."""
    if connection.dialect.name != "sqlite":
        return
    if not _writing.get():
        # It touches nothing yet, so nothing can fail that SQLAlchemy would have to tell.
        cast("sqlite3.Connection", connection.connection.driver_connection).execute("BEGIN")
        return
    store = connection.engine.url.database
    if store and store != ":memory:":
        connection.info[TICKET] = write_queue.wait_turn(Path(f"{store}-queue"))
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
def _leave_queue(_connection: object, record: ConnectionPoolEntry) -> None:
    """The transaction is over, however it ended: whoever waits next may write."""
    ticket: write_queue.Ticket | None = record.info.pop(TICKET, None)
    if ticket is not None:
        ticket.give_back()


@contextmanager
def unit_of_work(*, write: bool = True) -> Iterator[Session]:
    """One transaction: commit on leaving, roll back on any exception; then the after-commit work.

    Used by the web for each request, by jobs and by the command line. Services never commit.
    """
    let_go(session())  # type: ignore[operator]
    writing, pending = _writing.set(write), _after_commit.set([])
    try:
        yield session()  # type: ignore[operator]
        session.commit() if write else session.rollback()
        callbacks = (_after_commit.get() or []) if write else []
    except BaseException:
        let_go(session())  # type: ignore[operator]
        raise
    finally:
        _writing.reset(writing)
        _after_commit.reset(pending)
    for callback in callbacks:
        _follow_up(callback)


def commit_so_far() -> None:
    """End the transaction of a long job and go on in the next one: nobody waits for all of it.

    What is done so far stays done when the job is killed, so it must be such that a second run goes
    on from there.
    """
    session.commit()
    callbacks = _after_commit.get() or []
    _after_commit.set([])
    for callback in callbacks:
        _follow_up(callback)


def let_go(held: Session) -> None:
    """Roll `held` back; where even that fails (the store is gone), part with its connection."""
    try:
        held.rollback()
    except sa.exc.SQLAlchemyError:
        log.warning("a transaction could not be rolled back", exc_info=True)
        held.invalidate()


def _follow_up(callback: Callable[[], None]) -> None:
    """After-commit work: what is committed is answered as done, whatever becomes of this."""
    try:
        callback()
    except Exception:
        log.exception("work after a commit failed")


@contextmanager
def read_phase() -> Iterator[Session]:
    """Read inside a request that will write later, without taking the write lock yet.

    For slow work between reading and writing (password hashes, rendering). Nothing loaded
    here stays attached to a transaction: load again what will be changed.
    """
    writing = _writing.set(False)
    try:
        yield session()  # type: ignore[operator]
    finally:
        session.rollback()
        _writing.reset(writing)


@contextmanager
def separate_unit_of_work(*, write: bool = True) -> Iterator[Session]:
    """A write that must survive a refusal of the request (lockout counts, traces of reads).

    It uses its own connection, so the caller must not hold a write transaction of its own.
    """
    writing = _writing.set(write)
    own = Session(db.engine, expire_on_commit=False)
    try:
        yield own
        own.commit()
    except BaseException:
        let_go(own)
        raise
    finally:
        own.close()
        _writing.reset(writing)


def gather_statistics(connection: Connection) -> None:
    """What the store's planner knows of its tables; it helps, and no page relies on it.

    PostgreSQL passes over what another looks through just now: its own robot, or another database's night
    (the catalogue is shared).
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")  # samples: never long
        connection.exec_driver_sql("ANALYZE")
    else:
        connection.exec_driver_sql("ANALYZE (SKIP_LOCKED)")


def insert_or_ignore(model: type[Any] | sa.TableClause, store: Session | None = None) -> Any:
    """INSERT that leaves an existing row of the same unique key alone, on either store.

    Give it `.values(…)` or `.from_select(…)`; a row skipped is no error and counts as none. The
    count is kept: psycopg forgets it with its cursor, and on PostgreSQL nothing seemed inserted.
    """
    dialect = (store or session()).get_bind().dialect.name  # type: ignore[operator]
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(model).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def insert_many(
    own: Session | Connection,
    into: type[object] | sa.TableClause,
    key: InstrumentedAttribute[int] | sa.ColumnElement[int],
    rows: Sequence[dict[str, object]],
) -> list[int]:
    """INSERT many rows at once; their keys, the column `key`, in order.

    SQLite gives no order of what RETURNING returns, so SQLAlchemy would send row by row there; but one
    writer's keys follow each other. What is empty is sent, too: left out, each row that lacks something
    else than the row before would be a statement of its own.
    """
    engine = own.get_bind() if isinstance(own, Session) else own
    filled = sa.insert(into).execution_options(render_nulls=True)
    if engine.dialect.name == "sqlite":
        own.execute(filled, rows)
        last = own.scalar(sa.select(sa.func.last_insert_rowid())) or 0
        return list(range(last - len(rows) + 1, last + 1))
    ordered = filled.returning(key, sort_by_parameter_order=True)
    return list(own.scalars(ordered, rows))


def affected(result: sa.Result[Any]) -> int:
    """How many rows an UPDATE, a DELETE or an INSERT that may skip some has touched."""
    return max(0, cast("sa.CursorResult[Any]", result).rowcount)


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` once the present unit of work is committed; dropped when it is rolled back."""
    pending = _after_commit.get()
    if pending is None:
        message = "after_commit() needs a unit of work"
        raise RuntimeError(message)
    pending.append(callback)
