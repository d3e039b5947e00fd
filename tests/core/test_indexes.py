"""The store's indexes are those the models name, and one of a key that a row may lack holds those that have it."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from supervision.slices import SLICES


def declared() -> dict[str, sa.Index]:
    assert SLICES  # whoever asks for the slices has all their models
    return {str(one.name): one for table in db.metadata.sorted_tables for one in table.indexes}


@pytest.mark.store
def test_a_key_that_may_be_missing_is_indexed_where_it_is_there(app: Flask) -> None:
    """Else a store that has counted takes one key for as many rows as there are without any."""
    lacking = [
        name
        for name, one in declared().items()
        if len(one.columns) == 1 and one.columns[0].nullable and one.columns[0].foreign_keys
    ]
    assert "ix_instrument_parent_id" in lacking
    with app.app_context(), db.engine.connect() as connection:
        there = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
            if connection.dialect.name == "sqlite"
            else "SELECT indexname, indexdef FROM pg_indexes"
        )
        made = {name: sql or "" for name, sql in connection.exec_driver_sql(there).all()}
    whole = [name for name in lacking if not re.search(r"WHERE .*IS NOT NULL", made[name])]
    assert not whole


@pytest.mark.store
def test_migrations_make_the_columns_of_every_index_the_models_name(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        made = {
            str(one["name"]): one["column_names"]
            for table in inspector.get_table_names()
            for one in inspector.get_indexes(table)
        }
    other = {
        name: (made.get(name), [column.name for column in one.columns])
        for name, one in declared().items()
        if made.get(name) != [column.name for column in one.columns]
    }
    assert not other
