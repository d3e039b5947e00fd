"""What is indexed, and how the index keeps step: it is written in the record's own transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import commit_so_far, insert_many
from supervision.core.search.models import SearchEntry
from supervision.core.search.sources import Source, index
from supervision.core.search.stores import store_of
from supervision.core.search.tokens import (
    EACH,
    SEPARATOR,
    body_token,
    filed,
    fold_fields,
    tokens_of,
    unit_token,
)

TOUCHED = "search_touched"
CHUNK = 500
PORTION = 100  # of a rebuild: some hundredths of a second a transaction
TITLE = 400
FIELDS = ("kind", "record_id", "body_id", "unit_id", "title", "text", "folded")
_PRINTABLE = {code: None for code in range(32) if code not in (9, 10)}


def _collect(session: Session, _context: object) -> None:
    changed = [row for row in session.dirty if session.is_modified(row, include_collections=False)]
    for row in (*session.new, *changed, *session.deleted):
        touch(session, row)


def touch(session: Session, row: object) -> None:
    """The entries that `row` concerns are written anew before the commit."""
    touched: set[tuple[str, int]] = session.info.setdefault(TOUCHED, set())
    touched.update(index().touched_by(row))


def _forget(session: Session, _transaction: object) -> None:
    session.info.pop(TOUCHED, None)


def _keep_in_step(session: Session) -> None:
    session.flush()
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in session.info.pop(TOUCHED, ()):
        by_kind[kind].append(key)
    with seeing(EVERYTHING):
        for kind, keys in sorted(by_kind.items()):
            for start in range(0, len(keys), CHUNK):
                _refresh(session, index().sources[kind], sorted(keys)[start : start + CHUNK])


def _refresh(session: Session, source: Source, keys: Sequence[int]) -> int:
    """Make the entries of these records say what the records say now; how many there are then."""
    entry = SearchEntry.__table__
    statement = sa.select(source.model).where(source.model.id.in_(keys)).options(*source.options)
    rows = session.scalars(statement.order_by(source.model.id)).unique()
    wanted = {row.id: _said_by(source, row) for row in rows if source.wanted(row)}
    number = len(wanted)
    connection = session.connection()
    held = connection.execute(
        sa.select(entry).where(entry.c.kind == source.kind, entry.c.record_id.in_(keys))
    ).mappings()
    stale: list[Mapping[str, object]] = []
    for row in held:
        values = {name: row[name] for name in FIELDS}
        if wanted.get(row["record_id"]) == values:
            del wanted[row["record_id"]]
        else:
            stale.append(dict(row))
    _take(connection, stale)
    put_entries(connection, list(wanted.values()))
    return number


def _said_by(source: Source, row: Any) -> dict[str, object]:
    """What the entry of a record must hold."""
    title = source.title(row).translate(_PRINTABLE)[:TITLE]
    texts = [text.translate(_PRINTABLE) for text in source.texts(row) if text]
    return {
        "kind": source.kind,
        "record_id": row.id,
        "body_id": row.body_id,
        "unit_id": source.unit_id(row),
        "title": title,
        "text": SEPARATOR.join(texts),
        "folded": fold_fields([title, *texts]),
    }


def _tokens(values: Mapping[str, Any]) -> set[str]:
    whose = {EACH, body_token(values["body_id"]), unit_token(values["unit_id"])}
    return filed(values["kind"], tokens_of(values["folded"]) | whose)


def _take(connection: sa.Connection, stale: Sequence[Mapping[str, Any]]) -> None:
    if stale:
        store_of(connection.dialect.name).take(
            connection, [(row["id"], _tokens(row)) for row in stale]
        )
        entry = SearchEntry.__table__
        connection.execute(sa.delete(entry).where(entry.c.id.in_([row["id"] for row in stale])))


def put_entries(connection: sa.Connection, fresh: list[dict[str, object]]) -> None:
    """Add entries that are not in the index yet, with their tokens."""
    if not fresh:
        return
    entry = SearchEntry.__table__
    keys = insert_many(connection, entry, entry.c.id, fresh)
    rows = [(key, _tokens(values)) for key, values in zip(keys, fresh, strict=True)]
    store_of(connection.dialect.name).put(connection, rows)


def forget_kind(connection: sa.Connection, kind: str) -> None:
    """Take all entries of a kind out of the index."""
    entry = SearchEntry.__table__
    rows = connection.execute(sa.select(entry).where(entry.c.kind == kind)).mappings()
    _take(connection, [dict(row) for row in rows])


def rebuild(session: Session) -> dict[str, int]:
    """Make the whole index anew, a portion a transaction; {kind: entries}.

    Until it is done a search finds what is in it so far; what is written meanwhile enters it as ever.
    """
    connection = session.connection()
    store_of(connection.dialect.name).clear(connection)
    connection.execute(sa.delete(SearchEntry.__table__))
    with seeing(EVERYTHING):
        return {kind: _index_all(session, source) for kind, source in index().sources.items()}


def _index_all(session: Session, source: Source) -> int:
    key, last, made = source.model.id, 0, 0
    while True:
        commit_so_far()
        session.expunge_all()  # a million records are never held at once
        keys = session.scalars(sa.select(key).where(key > last).order_by(key).limit(PORTION)).all()
        if not keys:
            return made
        made += _refresh(session, source, keys)
        last = keys[-1]


HEARS = (
    ("after_flush", _collect),
    ("after_soft_rollback", _forget),
    ("before_commit", _keep_in_step),
)
