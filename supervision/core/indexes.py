"""Indexes and constraints: how they are called, and which rows an index holds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def only_where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for either store: `sa.Index(…, **only_where("a IS NULL"))`."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


@event.listens_for(sa.Index, "after_parent_attach")
def _hold_what_is_there(index: sa.Index, _table: sa.Table) -> None:
    """An index of one key that a row may lack holds the rows that have it.

    With the rest inside it, a store that has counted its rows takes one key for as many rows as there
    are without any, and walks the table instead.
    """
    key, *more = index.columns
    if not more and key.nullable and key.foreign_keys and not index.unique:
        index.dialect_kwargs.update(only_where(f"{key.name} IS NOT NULL"))
