"""A thousand seeded manipulations of the store, of every kind: each one is found.

One office, one connection: each manipulation is made, looked at and taken back.
"""

import datetime as dt
import enum
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from supervision.core import audit
from supervision.core.audit import facts
from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.config import ANCHOR
from supervision.core.db import Base
from supervision.instruments.states import InstrumentStatus
from tests.make import papers
from tests.make.offices import SMALL, found_office
from tests.support.tampering import disarm, past_the_system, seal_anew
from tests.support.telling import Tell
from tests.support.work import Inside

EVENT, VALUE, HEAD = AuditEvent.__table__, AuditValue.__table__, AuditHead.__table__
Draw = random.Random
Row = sa.RowMapping


def _other(value: Any, draw: Draw) -> Any:
    """Another value of the same kind, never the same."""
    match value:
        case bool():
            other: Any = not value
        case enum.Enum():
            other = draw.choice([one for one in type(value) if one is not value])
        case int():
            other = value + draw.randint(1, 9)
        case dt.date():
            other = value + dt.timedelta(days=draw.randint(1, 99))
        case list():
            other = [*value, "改"]
        case dict():
            other = {**value, "改": draw.randint(1, 9)}
        case _:
            last = (value or "")[-1:]  # no longer than it was: a column has its length
            other = (value or "")[:-1] + draw.choice([one for one in "改 。" if one != last])
    return other


def _changeable(table: sa.Table, row: Row, names: tuple[str, ...], draw: Draw) -> dict[str, Any]:
    """One column of `names` with another value: a null is filled only where text may stand."""
    enums = [name for name in names if isinstance(table.c[name].type, sa.Enum)]
    lone = {
        name
        for name in enums
        if isinstance(row[name], enum.Enum) and len(list(type(row[name]))) < 2
    }
    able = [
        name
        for name in names
        if name not in lone
        and (row[name] is not None or isinstance(table.c[name].type, (sa.String, sa.Text)))
        and not (row[name] is None and isinstance(table.c[name].type, sa.Enum))
    ]
    name = draw.choice(able)
    return {name: _other(row[name], draw)}


def _one(connection: Connection, table: sa.Table, draw: Draw) -> Row:
    key = next(iter(table.primary_key))
    keys = connection.scalars(sa.select(key).order_by(key)).all()
    return connection.execute(sa.select(table).where(key == draw.choice(keys))).mappings().one()


def edit_an_event(connection: Connection, draw: Draw) -> None:
    row = _one(connection, EVENT, draw)
    names = tuple(
        column.name
        for column in EVENT.c
        if column.name not in ("seq", "values_mac", "previous_mac", "mac")
    )
    changed = _changeable(EVENT, row, names, draw)
    connection.execute(sa.update(EVENT).where(EVENT.c.seq == row["seq"]).values(changed))


def delete_an_event(connection: Connection, draw: Draw) -> None:
    connection.execute(sa.delete(EVENT).where(EVENT.c.seq == _one(connection, EVENT, draw)["seq"]))


def cut_the_tail(connection: Connection, draw: Draw) -> None:
    last = connection.scalar(sa.select(sa.func.max(EVENT.c.seq))) or 0
    place = draw.randint(1, last - 1)
    connection.execute(sa.delete(EVENT).where(EVENT.c.seq > place))
    connection.execute(sa.delete(VALUE).where(VALUE.c.seq > place))


def insert_an_event(connection: Connection, draw: Draw) -> None:
    row = dict(_one(connection, EVENT, draw))
    last = connection.scalar(sa.select(sa.func.max(EVENT.c.seq))) or 0
    connection.execute(sa.insert(EVENT).values({**row, "seq": last + 1}))


def swap_two_events(connection: Connection, draw: Draw) -> None:
    keys = connection.scalars(sa.select(EVENT.c.seq)).all()
    first, second = draw.sample(list(keys), 2)
    for here, there in ((first, 100_001), (second, first), (100_001, second)):
        connection.execute(sa.update(EVENT).where(EVENT.c.seq == here).values(seq=there))


def edit_a_value(connection: Connection, draw: Draw) -> None:
    row = _one(connection, VALUE, draw)
    changed = _changeable(VALUE, row, ("field", "label", "old", "new"), draw)
    connection.execute(sa.update(VALUE).where(VALUE.c.id == row["id"]).values(changed))


def delete_a_value(connection: Connection, draw: Draw) -> None:
    connection.execute(sa.delete(VALUE).where(VALUE.c.id == _one(connection, VALUE, draw)["id"]))


def delete_the_values_of_an_event(connection: Connection, draw: Draw) -> None:
    connection.execute(sa.delete(VALUE).where(VALUE.c.seq == _one(connection, VALUE, draw)["seq"]))


def insert_a_value(connection: Connection, draw: Draw) -> None:
    row = dict(_one(connection, VALUE, draw))
    connection.execute(sa.insert(VALUE).values({**row, "id": 1_000_000}))


def edit_the_head(connection: Connection, draw: Draw) -> None:
    row = _one(connection, HEAD, draw)
    changed = _changeable(HEAD, row, ("count", "mac", "seal"), draw)
    connection.execute(sa.update(HEAD).values(changed))


def edit_and_seal_anew(connection: Connection, draw: Draw, app: Flask) -> None:
    """With the stolen key, but not the anchor that is kept elsewhere."""
    row = _one(connection, EVENT, draw)
    changed = _changeable(EVENT, row, ("label", "reason", "actor_name", "at"), draw)
    connection.execute(sa.update(EVENT).where(EVENT.c.seq == row["seq"]).values(changed))
    seal_anew(connection, app)


def _business(connection: Connection, draw: Draw) -> tuple[sa.Table, Row]:
    names = [name for name in facts.models() if facts.names_of(name)]
    draw.shuffle(names)
    for name in names:
        table = Base.metadata.tables[name]
        if connection.scalar(sa.select(table.c.id).limit(1)) is not None:
            return table, _one(connection, table, draw)
    raise AssertionError("an office without rows")


def edit_a_row(connection: Connection, draw: Draw) -> None:
    table, row = _business(connection, draw)
    changed = _changeable(table, row, facts.names_of(table.name), draw)
    connection.execute(sa.update(table).where(table.c.id == row["id"]).values(changed))


def delete_a_row(connection: Connection, draw: Draw) -> None:
    table, row = _business(connection, draw)
    connection.execute(sa.delete(table).where(table.c.id == row["id"]))


def insert_a_row(connection: Connection, draw: Draw) -> None:
    """A copy of another, with what must be unique made so."""
    table, row = _business(connection, draw)
    unique = {
        column.name: _other(row[column.name], draw)
        for column in table.c
        if column.name != "id" and row[column.name] is not None and _is_unique(table, column)
    }
    connection.execute(sa.insert(table).values({**row, **unique, "id": 1_000_000}))


def _is_unique(table: sa.Table, column: sa.Column[Any]) -> bool:
    """In a unique index or constraint of its own or together with others."""
    constraints = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    indexes = [one for one in table.indexes if one.unique]
    return bool(column.unique) or any(
        column.name in one.columns for one in (*constraints, *indexes)
    )


KINDS: tuple[Callable[..., None], ...] = (
    edit_an_event,
    delete_an_event,
    cut_the_tail,
    insert_an_event,
    swap_two_events,
    edit_a_value,
    delete_a_value,
    delete_the_values_of_an_event,
    insert_a_value,
    edit_the_head,
    edit_and_seal_anew,
    edit_a_row,
    delete_a_row,
    insert_a_row,
)


@pytest.mark.store
@pytest.mark.parametrize(
    "times", [1, pytest.param(72, marks=pytest.mark.battery)], ids=["few", "a thousand"]
)
def test_every_manipulation_is_found(
    app: Flask, inside: Inside, instance: Path, tell: Tell, times: int
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), InstrumentStatus.DELIVERED)
    anchor = (instance / ANCHOR).read_text("ascii")
    elsewhere = instance / "kept.json"
    elsewhere.write_text(anchor, "ascii")
    unseen, kept_out = [], 0
    with past_the_system(app) as connection:
        assert not _found(app, connection, elsewhere)
        connection.rollback()
        for kind in KINDS:
            for seed in range(times):
                draw = random.Random(f"{kind.__name__}{seed}")  # noqa: S311  (drawn anew the same)
                disarm(connection)
                refused = not _made(kind, connection, draw, app)
                kept_out += refused
                if not refused and not _found(app, connection, elsewhere):
                    unseen.append(f"{kind.__name__} {seed}")
                connection.rollback()
                (instance / ANCHOR).write_text(anchor, "ascii")
        assert not _found(app, connection, elsewhere)
        store = connection.dialect.name
    assert unseen == []
    assert kept_out <= times, "most of them get into the store"
    made = len(KINDS) * times - kept_out
    tell(
        f"{store}: {made:,} manipulations of {len(KINDS)} kinds found, {kept_out} kept out by the store"
    )


def _made(kind: Callable[..., None], connection: Connection, draw: Draw, app: Flask) -> bool:
    """Whether the store let it happen: PostgreSQL, even disarmed, holds to its own CHECKs."""
    try:
        kind(connection, draw, *([app] if kind is edit_and_seal_anew else []))
    except sa.exc.IntegrityError:
        return False
    return True


def _found(app: Flask, connection: Connection, anchor: Path) -> bool:
    """Whether anything is found: the rows are asked only where the chain says nothing, up to the first."""
    key = app.config["AUDIT_KEY"]
    if audit.verify(connection, key=key, anchor=anchor).faults:
        return True
    return any(True for _fault in audit.verify_records(connection, key=key))
