"""Which rows do not say what follows, in one statement, and making them say it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.audit.unloaded import follow
from supervision.core.db import Query
from supervision.core.derived.model import BECAUSE, Derivation
from supervision.core.search.index import touch
from supervision.core.standins import stand_in, tell_loaded

WANTED = "wanted_"
KEYS = "keys_"


@dataclass(frozen=True)
class Moved:
    """A row with its values as stored, and what its derived columns should say instead."""

    key: int
    stored: Mapping[str, object]
    wanted: Mapping[str, object]
    because: str

    @property
    def changed(self) -> dict[str, tuple[object, object]]:
        """Column → (stored, wanted), only where they differ."""
        pairs = ((name, self.stored[name], value) for name, value in self.wanted.items())
        return {name: (old, new) for name, old, new in pairs if old != new}

    @property
    def after(self) -> dict[str, object]:
        """The whole row as it should be."""
        return {**self.stored, **self.wanted}


def differing(
    session: Session, derivation: Derivation, keys: Collection[int] | None = None
) -> Iterator[Moved]:
    """The rows (of `keys`, or all) whose columns differ from their recomputation."""
    given = {KEYS: keys} if keys is not None else {}
    found = session.connection().execute(_statement(derivation, whole=keys is None), given)
    names = [column.name for column in derivation.model.__table__.columns]
    for row in found.mappings():
        stored = {name: row[name] for name in names}
        wanted = {name: row[WANTED + name] for name in derivation.columns}
        yield Moved(row["id"], stored, wanted, row.get(BECAUSE, ""))


@cache
def _statement(derivation: Derivation, *, whole: bool) -> Query:
    """Rows are read past every scope: tables, not classes, and the connection, not the session.

    Once a process: to make it takes several times as long as to run it for the few rows of one act.
    """

    def only(column: Any) -> sa.ColumnElement[bool]:
        return sa.true() if whole else column.in_(sa.bindparam(KEYS, expanding=True))

    wanted = derivation.computed(only).subquery("wanted")
    stored = derivation.model.__table__.alias("stored")
    differs = [stored.c[name].is_distinct_from(wanted.c[name]) for name in derivation.columns]
    said = [wanted.c[BECAUSE]] if BECAUSE in wanted.c else []
    return (
        sa.select(stored, *[wanted.c[name].label(WANTED + name) for name in derivation.columns])
        .add_columns(*said)
        .join(wanted, wanted.c.id == stored.c.id)
        .where(only(stored.c.id), sa.or_(*differs))
        .order_by(stored.c.id)
    )


def put_right(
    session: Session, derivation: Derivation, keys: Collection[int] | None = None
) -> list[Moved]:
    """Write what follows into the rows that do not say it, with a trace on their trail."""
    moved = list(differing(session, derivation, keys))
    if not moved:
        return []
    table = derivation.model.__table__
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key_"))
        .values({name: sa.bindparam(WANTED + name) for name in derivation.columns})
    )
    session.connection().execute(statement, [_parameters(one) for one in moved])
    for one in moved:
        subject = stand_in(derivation.model, one.after)
        tell_loaded(session, derivation.model, one.key, one.wanted)
        follow(session, subject, one.changed, because=one.because)
        touch(session, subject)
    return moved


def _parameters(one: Moved) -> dict[str, object]:
    return {"key_": one.key, **{WANTED + name: value for name, value in one.wanted.items()}}
