"""What hangs on a record: whatever names its row, seen by this person or not, and the files attached to it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Base, session
from supervision.core.files.store import attachments_of


def hanging_on(record: Any) -> list[str]:
    """By what the rows are called, each once; empty where nothing does."""
    with seeing(EVERYTHING):
        found = [name for name, some in _asked(record) if session.scalar(some) is not None]
        files = ["附件"] if attachments_of(record) else []
    return list(dict.fromkeys([*found, *files]))


def _asked(record: Any) -> Iterator[tuple[str, sa.Select[int]]]:
    """One question for each table with a key to the record's."""
    table = type(record).__table__
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        for column in mapper.local_table.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                names = sa.select(sa.literal(1)).select_from(mapper.class_)
                called = str(getattr(mapper.class_, "__title__", "")) or "其他记录"
                yield called, names.where(column == record.id).limit(1)
