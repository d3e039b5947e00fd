"""What somebody can do who has the store, and perhaps the key of the trail, but not the past."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from supervision.core.audit.chain import GENESIS, event_mac, head_seal, write_anchor
from supervision.core.audit.models import AuditEvent, AuditHead
from supervision.core.config import ANCHOR
from supervision.core.db import db


def disarm(connection: Connection) -> None:
    """Take the triggers off."""
    if connection.dialect.name == "sqlite":
        for name in ("event_no_UPDATE", "event_no_DELETE", "value_no_update", "value_no_delete"):
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS audit_{name}"))
        return
    connection.execute(sa.text("DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event"))
    connection.execute(sa.text("DROP TRIGGER IF EXISTS audit_value_no_change ON audit_value"))


@contextmanager
def past_the_system(app: Flask) -> Iterator[Connection]:
    """A connection that knows no foreign keys; what is done on it is rolled back unless committed."""
    with app.app_context(), db.engine.connect() as connection:
        _enforce(connection, on=False)
        try:
            yield connection
        finally:
            connection.rollback()
            _enforce(connection, on=True)


def _enforce(connection: Connection, *, on: bool) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "sqlite":
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        driver.execute(f"PRAGMA ignore_check_constraints={'OFF' if on else 'ON'}")
    else:
        role = "origin" if on else "replica"
        driver.execute(f"SET session_replication_role = {role}")
        driver.commit()


def seal_anew(connection: Connection, app: Flask) -> None:
    """Chain, head row and the anchor in the data folder made to agree again, with the stolen key."""
    key, event = app.config["AUDIT_KEY"], AuditEvent.__table__
    count, mac = 0, GENESIS
    rows = connection.execute(sa.select(event).order_by(event.c.seq)).mappings().all()
    for row in rows:
        count += 1
        mac_before, mac = mac, event_mac(key, {**row, "previous_mac": mac})
        connection.execute(
            sa.update(event)
            .where(event.c.seq == row["seq"])
            .values(previous_mac=mac_before, mac=mac)
        )
    seal = head_seal(key, count, mac)
    connection.execute(sa.update(AuditHead.__table__).values(count=count, mac=mac, seal=seal))
    write_anchor(app.config["INSTANCE"] / ANCHOR, key=key, count=count, mac=mac)
