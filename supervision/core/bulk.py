"""The one door for writes that load no objects: set-based UPDATE and DELETE, INSERT of many rows.

What a flush does for single records is done here for many: the write guard, the trail, the search
index, the derivations. Nothing else may send such a statement, but for tables that hold no business
of anybody's (tests/rules/test_bulk_writes.py names them).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.access import writing
from supervision.core.audit import unloaded
from supervision.core.db import insert_many, session
from supervision.core.derived import running
from supervision.core.derived.ledger import ledger
from supervision.core.derived.model import Written
from supervision.core.errors import DomainError
from supervision.core.search.index import touch
from supervision.core.search.sources import index
from supervision.core.standins import stand_in, tell_loaded

Values = Mapping[str, Any]
Made = TypeVar("Made")
CHUNK = 500  # rows told of in one go


@contextmanager
def tried() -> Iterator[None]:
    """What is done inside is taken back whole: who may write and what the store refuses is asked as ever,
    but nobody is told of new rows that will not have been."""
    token, trial = _taken_back.set(True), session.begin_nested()
    try:
        yield
    finally:
        _taken_back.reset(token)
        trial.rollback()


_taken_back: ContextVar[bool] = ContextVar("bulk_taken_back", default=False)


def update(model: type[Any], *where: sa.ColumnElement[bool], values: Values) -> int:
    """`UPDATE model SET values WHERE …` in the caller's row scope; how many rows there were."""
    statement = sa.update(model).where(*where).values(dict(values))
    if not _told(model, values):
        return _count(statement)
    before = _rows(model, *where)
    writing.check_values(model, before)
    keys = [row["id"] for row in before]
    count = _count(sa.update(model).where(model.id.in_(keys)).values(dict(values)))
    after = {row["id"]: row for row in _rows(model, model.id.in_(keys))}
    writing.check_values(model, list(after.values()))
    _tell(model, [(row, after[row["id"]]) for row in before])
    return count


def delete(model: type[Any], *where: sa.ColumnElement[bool]) -> int:
    """`DELETE FROM model WHERE …` in the caller's row scope; how many rows there were."""
    before = _rows(model, *where)
    writing.check_values(model, before)
    count = _count(sa.delete(model).where(model.id.in_([row["id"] for row in before])))
    _tell(model, [(row, None) for row in before])
    return count


def insert(model: type[Any], rows: Sequence[Values]) -> list[int]:
    """Put many new rows into the store; their keys, in order."""
    if not rows:
        return []
    writing.check_values(model, rows)
    session.flush()
    own: Session = session()  # type: ignore[operator]
    keys = insert_many(own, model, model.id, [dict(row) for row in rows])
    come = ({**row, "id": key} for row, key in zip(rows, keys, strict=True))
    writing.check_values(model, list(come))  # with their keys: now it can be asked who sees them
    if _taken_back.get() or not _told(model, rows[0]):
        return keys
    after = {row["id"]: row for row in _rows(model, model.id.in_(keys))}
    _tell(model, [(None, after[key]) for key in keys if key in after], given=frozenset(rows[0]))
    return keys


def enter(model: type[Made], answers: Sequence[Made | DomainError]) -> list[Made | DomainError]:
    """Put the records among the answers, which are in no session, into the store; each gets its key.

    They are not the session's afterwards: only their key and what was set can be read.
    """
    fresh = [one for one in answers if isinstance(one, model)]
    keys = insert(model, [values_of(one) for one in fresh])
    for record, key in zip(fresh, keys, strict=True):
        record.id, record.version = key, 1  # type: ignore[attr-defined]
    return list(answers)


def values_of(record: object) -> dict[str, object]:
    """The columns that were set on a new record which is in no session: a row for `insert`."""
    state = sa.inspect(record)
    return {
        one.key: state.dict[one.key] for one in state.mapper.column_attrs if one.key in state.dict
    }


def _told(model: type[object], values: Values) -> bool:
    """Whether anything must be known of the single rows."""
    audited = getattr(model, "__audited__", True) and unloaded.tells(model, values)
    return audited or index().concerns(model) or ledger().watches(model, values)


def _count(statement: Any) -> int:
    session.flush()
    done = session.execute(statement.execution_options(synchronize_session=False))
    rows: int = done.rowcount  # type: ignore[attr-defined]
    return max(0, rows)


def _rows(model: type[Any], *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    """The rows as they stand, by column; what the session has not sent yet is sent first."""
    columns = [getattr(model, one.key) for one in sa.inspect(model).column_attrs]
    found = session.execute(sa.select(*columns).where(*where).order_by(model.id))
    return [dict(row) for row in found.mappings()]


def _tell(
    model: type[object],
    pairs: Sequence[tuple[Values | None, Values | None]],
    *,
    given: frozenset[str] | None = None,
) -> None:
    """`given`: the columns the trail tells of a row that came, as a flush tells what was set."""
    own: Session = session()  # type: ignore[operator]
    written = []
    for before, after in pairs:
        changed = {
            name: (before[name] if before else None, after[name] if after else None)
            for name in (after or before or {})
            if before is None or after is None or before[name] != after[name]
        }
        if not changed:
            continue
        subject = stand_in(model, after or before or {})
        if before is not None and after is not None:
            tell_loaded(own, model, after["id"], {name: after[name] for name in changed})
        said = changed if given is None else {k: changed[k] for k in changed if k in given}
        unloaded.written(own, subject, said, came=before is None, went=after is None)
        touch(own, subject)
        written.append(Written(model, frozenset(changed), before, after))
    running.note(own, written)
