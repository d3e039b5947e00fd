"""All checks in their order, from what must be there to what must agree."""

import sqlalchemy as sa
from flask import Flask

from supervision.core import installation
from supervision.core.config import ANCHOR, KEYS
from supervision.core.db import db, insert_or_ignore, separate_unit_of_work
from supervision.core.installation import Fact
from supervision.core.startup import attention, keys, presence, schema, trail, turning
from supervision.core.version import VERSION


def check(app: Flask) -> list[str]:
    """Warnings in words; SystemExit with one sentence where the system must not be served."""
    with app.app_context():
        try:
            return _look(app)
        except sa.exc.DatabaseError as fault:
            raise SystemExit(unusable(fault)) from None
        finally:
            db.session.remove()
            db.engine.dispose()  # who serves may be a child of this process


def _look(app: Flask) -> list[str]:
    instance = app.config["INSTANCE"]
    schema.refuse_half_done(instance)
    presence.refuse_lost(instance, db.engine.url)
    presence.refuse_what_is_no_database(db.engine.url)
    with db.engine.connect() as connection:
        presence.refuse_emptied(instance, connection)
        schema.refuse_misfit(connection)
        turning.finish(app, connection)
        held = keys_of(app)
        keys.refuse_foreign(connection, held, instance)
        trail.refuse_older_than_anchor(connection, instance / ANCHOR, held["audit_key"])
        trail.refuse_early_clock(connection)
        said = attention.warnings(instance, connection)
        last = installation.facts(connection).get(installation.PROGRAM)
    keys.note(held)
    if last != VERSION:
        _note_program()
    return said


def _note_program() -> None:
    """What a rollback after the next upgrade sends its operator back to."""
    with separate_unit_of_work() as own:
        row = {"name": installation.PROGRAM, "value": VERSION}
        own.execute(insert_or_ignore(Fact, own).values(row))  # two may start at once
        installation.put(own, installation.PROGRAM, VERSION)


def keys_of(app: Flask) -> dict[str, str]:
    """The keys the application runs with, by the names of their files."""
    return {name: app.config[name.upper()] for name in KEYS}


def unusable(fault: sa.exc.DatabaseError) -> str:
    """Why the database cannot be used, in one line."""
    reason = str(fault.orig).strip().partition("\n")[0]
    if "malformed" in reason or "not a database" in reason:
        return f"数据库已损坏（{reason}）：请用 mingdu backup restore 从备份恢复到空的数据目录"
    return f"数据库不能用：{reason}。请检查 DATABASE_URL 的地址、账号和口令，数据库服务是否在运行"
