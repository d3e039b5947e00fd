"""What every other test begins with: done by the services once a process, then its database is taken again.

Only where nothing else stands yet, on SQLite, by the same actor, with the same key and at most two minutes later by the
clock of the test, so that no test can tell. The trail comes with it as it was written, its anchor as well.

The file itself is taken and put back: copied by SQLite's backup it went twice through its log, which was a third of
what a test that asks for one page costs.
"""

import sqlite3
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import current_app

from supervision.core import clock
from supervision.core.access.principal import current_or_none
from supervision.core.db import commit_so_far, db

AGE = timedelta(minutes=2)
ANCHOR = "audit_anchor.json"
Made = TypeVar("Made")
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Kept(Generic[Made]):
    """What was made and when, and the store as it was then left."""

    made: Made
    at: datetime
    store: bytes
    anchor: str

    def fits(self) -> bool:
        return timedelta() <= clock.now() - self.at < AGE


_kept: dict[Hashable, list[Kept[Any]]] = {}


def repeated(name: Hashable, make: Callable[[], Made]) -> Made:
    """`make()`, or its store of an earlier time; what it gives back may hold no row. It is committed."""
    own = db.session()
    counted = _counts(own.connection())
    if (
        own.connection().dialect.name != "sqlite"
        or own.new
        or own.dirty
        or dict(counted).get("user")
    ):
        return make()
    actor = current_or_none()
    kept = _kept.setdefault((name, actor, current_app.config["AUDIT_KEY"], counted), [])
    found = next((one for one in kept if one.fits()), None)
    if found is not None:
        own.rollback()
        _put_back(found.store)
        _anchor().write_text(found.anchor, "utf-8")
        return found.made  # type: ignore[no-any-return]
    at, made = clock.now(), make()
    commit_so_far()
    kept.append(Kept(made, at, _taken(), _anchor().read_text("utf-8")))
    return made


def _anchor() -> Path:
    return Path(current_app.config["INSTANCE"]) / ANCHOR


def _file() -> Path:
    return Path(str(db.engine.url.database))


def _taken() -> bytes:
    """The store's file with all that was committed."""
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw.serialize()


def _put_back(store: bytes) -> None:
    """As the file of a store that nobody has open: its log of before goes."""
    db.engine.dispose()
    for tail in ("-wal", "-shm"):
        _file().with_name(f"{_file().name}{tail}").unlink(missing_ok=True)
    _file().write_bytes(store)


def _counts(connection: sa.Connection) -> Counts:
    """How many rows each of our tables holds, where it holds any."""
    row = connection.execute(_count_all()).one()
    return tuple((name, number) for name, number in row._mapping.items() if number)


@cache
def _count_all() -> sa.Select[Any]:
    count = sa.func.count
    return sa.select(
        *(sa.select(count()).select_from(one).scalar_subquery().label(one.name)
          for one in db.metadata.tables.values())
    )  # fmt: skip
