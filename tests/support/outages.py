"""Outages of the store, brought about on real parts: each a context in which `app`'s store fails so.

Each is made with the application (nobody else at its database) and its database's URL.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from supervision.core.db import db

Bring = Callable[[Flask], AbstractContextManager[None]]
PADDING = 6_000_000  # a log longer than anything else the process writes


def _engine(app: Flask) -> sa.Engine:
    with app.app_context():
        db.session.remove()
        return db.engine


def _path(app: Flask) -> Path:
    return Path(str(_engine(app).url.database))


@contextmanager
def pragma(app: Flask, statement: str) -> Iterator[None]:
    """Each connection of `app` handed out meanwhile has run `statement`."""

    def run(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute(statement)

    engine = _engine(app)
    engine.dispose()
    sa.event.listen(engine, "checkout", run)
    try:
        yield
    finally:
        sa.event.remove(engine, "checkout", run)
        engine.dispose()


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """SQLite may take no further page: its own answer to a full disk."""
    with pragma(app, "PRAGMA max_page_count=1"):  # never below what is there already
        yield


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """SQLite refuses to write, as on a file it may not change."""
    with pragma(app, "PRAGMA query_only=1"):
        yield


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Somebody else holds the write lock for longer than we wait."""
    other = sqlite3.connect(_path(app), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pragma(app, "PRAGMA busy_timeout=50"):
            yield
    finally:
        other.close()


@contextmanager
def corrupt(app: Flask) -> Iterator[None]:
    """All but the first page of the file is noise."""
    path, engine = _path(app), _engine(app)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    other.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    try:
        yield
    finally:
        engine.dispose()
        path.write_bytes(whole)


@contextmanager
def failing_disk(app: Flask) -> Iterator[None]:
    """The kernel refuses every byte that would make the log longer (RLIMIT_FSIZE): an I/O error."""
    path = _path(app)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA wal_autocheckpoint=0")
    other.execute("CREATE TABLE padding (content BLOB)")
    other.execute("INSERT INTO padding VALUES (zeroblob(?))", (PADDING,))
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM padding").fetchall()  # a reader: the log is not begun anew
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = path.with_name(path.name + "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        other.execute("ROLLBACK")
        other.execute("DROP TABLE padding")
        other.close()


@contextmanager
def another_schema(app: Flask) -> Iterator[None]:
    """The tables are not those the program knows."""
    names = ("clue", "instrument")
    engine = _engine(app)
    with engine.begin() as connection:
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO {name}_of_old")
    engine.dispose()
    try:
        yield
    finally:
        engine.dispose()
        with engine.begin() as connection:
            for name in names:
                connection.exec_driver_sql(f"ALTER TABLE {name}_of_old RENAME TO {name}")


@contextmanager
def server(app: Flask) -> Iterator[psycopg.Connection[Any]]:
    """A connection beside the application's database, to say something about it."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    plain = url.set(drivername="postgresql", database="postgres", query={})
    address = plain.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def end_connections(app: Flask) -> None:
    """What an administrator's restart does to whoever is connected."""
    with server(app) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [_engine(app).url.database],
        )


def _alter(app: Flask, what: str) -> None:
    with server(app) as connection:
        name = str(_engine(app).url.database)
        connection.execute(f'ALTER DATABASE "{name}" {what}'.encode())


@contextmanager
def cut_off(app: Flask) -> Iterator[None]:
    """The server ends every connection and takes no new one."""
    _alter(app, "ALLOW_CONNECTIONS false")
    end_connections(app)
    try:
        yield
    finally:
        _alter(app, "ALLOW_CONNECTIONS true")


@contextmanager
def standby(app: Flask) -> Iterator[None]:
    """The server takes no writing, like one that only follows another."""
    _alter(app, "SET default_transaction_read_only = on")
    end_connections(app)
    try:
        yield
    finally:
        _alter(app, "RESET default_transaction_read_only")
        end_connections(app)


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Somebody holds the tables for longer than `lock_timeout`."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    plain = url.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute("LOCK TABLE clue, instrument IN EXCLUSIVE MODE")
        yield


SQLITE: dict[str, tuple[Bring, str]] = {  # by the name it is logged under: how, what is said
    "FULL": (full, "磁盘已满"),
    "READ_ONLY": (read_only, "不能写入"),
    "BUSY": (locked, "没有响应"),
    "CORRUPT": (corrupt, "已损坏"),
    "DISK": (failing_disk, "磁盘读写出错"),
    "SCHEMA": (another_schema, "与程序版本不符"),
}
POSTGRES: dict[str, tuple[Bring, str]] = {
    "LOST": (cut_off, "连接断开"),
    "READ_ONLY": (standby, "不能写入"),
    "BUSY": (held, "没有响应"),
    "SCHEMA": (another_schema, "与程序版本不符"),
}
