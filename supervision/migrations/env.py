"""Alembic's environment: the app's engine and models; batch mode so that SQLite can alter tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Table
from sqlalchemy.engine import Engine

from supervision.core.audit.resealing import faults_before, reseal
from supervision.core.db import db, gather_statistics, separate_unit_of_work
from supervision.core.startup import (
    refuse_anothers,
    refuse_emptied,
    refuse_lost,
    refuse_what_is_no_database,
)
from supervision.core.startup.schema import newest, revision_of
from supervision.core.waiting import unhurried
from supervision.migrations.foreign_keys import enforcement_off

engine: Engine = db.engine
metadata = db.metadata
HAND_MADE = ("search_",)  # index tables of the search, made by statements of their own


def include_object(
    item: object,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001  (Alembic calls it by position)
    _other: object,
) -> bool:
    """Leave out tables that no model declares on purpose."""
    return not (
        kind == "table"
        and reflected
        and isinstance(item, Table)
        and str(name).startswith(HAND_MADE)
        and name not in metadata.tables
    )


def run() -> None:
    """Run migrations on one connection, in one transaction; never into the place of a lost database."""
    instance = current_app.config["INSTANCE"]
    refuse_lost(instance, engine.url)
    refuse_what_is_no_database(engine.url)
    options = {
        key: value for key, value in _configured().items() if key != "process_revision_directives"
    }
    applied: list[bool] = []
    with engine.connect() as connection:
        unhurried(connection)
        refuse_emptied(instance, connection)
        refuse_anothers(connection)
        wrong = faults_before(connection) if revision_of(connection) != newest() else []
        connection.rollback()  # what only looked, before the transaction that changes
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=include_object,
            on_version_apply=lambda **_told: applied.append(True),
            **options,
        )
        with enforcement_off(connection), context.begin_transaction():
            context.run_migrations()
        if applied:
            gather_statistics(connection)
            connection.commit()
        whole = bool(applied) and revision_of(connection) == newest()
    if whole:
        with separate_unit_of_work() as own:
            reseal(own, because=f"升级到{newest()}", faults=wrong)


def _configured() -> dict[str, Any]:
    return dict(current_app.extensions["migrate"].configure_args)


run()
