"""The city is laid out as an office is: where indexes serve alike, a store decides by their age."""

import pytest
import sqlalchemy as sa
from flask import Flask

from bench.city import growing
from supervision.core.db import db

pytestmark = pytest.mark.store
YOUNGEST = {  # as migrations 0046 and 0047 say
    "clue": "ix_clue_status_source",
    "instrument": "ix_instrument_kind_status",
}
BY_AGE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{}' ORDER BY rowid",
    "postgresql": "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
    "WHERE indrelid = '{}'::regclass ORDER BY oid",
}


@pytest.mark.parametrize("table", YOUNGEST)
def test_indexes_come_back_in_the_order_of_their_age(app: Flask, table: str) -> None:
    tables = [db.metadata.tables[table]]
    with app.app_context(), db.engine.begin() as connection:
        by_age = sa.text(BY_AGE[connection.dialect.name].format(table))
        before = connection.scalars(by_age).all()
        back = growing._without_indexes(connection, tables)
        assert len(connection.scalars(by_age).all()) < len(before)
        for statement in back:
            connection.exec_driver_sql(statement)
        after = connection.scalars(by_age).all()
    plain = {index.name for index in tables[0].indexes if not index.unique}
    assert [one for one in after if one in plain] == [one for one in before if one in plain]
    assert after[-1] == YOUNGEST[table]
