"""Sealing rows that no event vouches for: those from before the digests, and after a migration.

What was found changed past the system before a migration is not sealed: it stays a fault.
"""

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from supervision.core.access.principal import SYSTEM
from supervision.core.audit.facts import digest, models, names_of, read, version_of
from supervision.core.audit.models import FactList, RowSeal
from supervision.core.audit.pending import Mark, Pending, pending_of
from supervision.core.audit.records import (
    RESEAL,
    RowFault,
    Sealed,
    batch_mac,
    seals_of,
    verify_records,
)
from supervision.core.db import insert_or_ignore

CHUNK = 500
NAMED = 20


def keys() -> tuple[str, tuple[str, ...]]:
    """The key of the trail and those retired, of the running application."""
    return current_app.config["AUDIT_KEY"], tuple(current_app.config["AUDIT_KEYS_RETIRED"])


def faults_before(connection: Connection) -> list[RowFault]:
    """What is wrong already, before a migration may hide it; nothing where no row was ever sealed.

    Of a table that an older program vouched for no row of, there is nothing to be wrong.
    """
    if not connection.dialect.has_table(connection, RowSeal.__tablename__):
        return []
    key, retired = keys()
    vouched = set(connection.scalars(sa.select(FactList.subject_type)))
    new = {table for table in models() if table not in vouched}
    found = verify_records(connection, key=key, retired=retired)
    return [one for one in found if one.table not in new]


def reseal(own: Session, *, because: str, faults: Collection[RowFault] = ()) -> int:
    """Seal each row whose digest is missing, of another list or of other facts; how many.

    `faults`: rows that were wrong before, and remain so.
    """
    connection = own.connection()
    _keep_lists(own)
    key, retired = keys()
    sealed, wrong = Sealed(connection, key, retired), {(one.table, one.id) for one in faults}
    seal = RowSeal.__table__
    batch = (connection.scalar(sa.select(sa.func.max(seal.c.batch))) or 0) + 1
    rows = [
        {"batch": batch, "subject_type": table, "subject_id": row_id, "mac": mac}
        for table in models()
        if names_of(table)
        for row_id, mac in _unvouched(sealed, table, key)
        if (table, row_id) not in wrong
    ]
    if not rows:
        return 0
    for start in range(0, len(rows), CHUNK):
        connection.execute(sa.insert(seal), rows[start : start + CHUNK])
    label = f"封存{len(rows)}行记录的摘要"
    if wrong:
        named = "、".join(f"{table} {row_id}" for table, row_id in sorted(wrong)[:NAMED])
        label += f"；另有{len(wrong)}行此前已与审计记录不符，未封存：{named}"
    event = Pending(Mark(RowSeal.__tablename__, batch), SYSTEM, RESEAL, label, because)
    event.row_after = batch_mac(key, batch, seals_of(connection, batch))
    pending_of(own).append(event)
    return len(rows)


def _keep_lists(own: Session) -> None:
    """The lists in use today, so that a later program can still read what was sealed by them."""
    for table in models():
        if names := sorted(names_of(table)):
            row = {
                "subject_type": table,
                "version": version_of(table, names),
                "names": ",".join(names),
            }
            own.execute(insert_or_ignore(FactList, own).values(row))


def _unvouched(sealed: Sealed, table: str, key: str) -> Iterator[tuple[int, str]]:
    """Rows whose newest digest is not that of their facts by today's list, with the one that is."""
    names = names_of(table)
    latest = {row_id: (seq, after) for row_id, seq, _, after in sealed.vouchers(table)}
    for row_id, facts in read(sealed.connection, table, names):
        seq, after = latest.get(row_id, (0, ""))
        if after != digest(sealed.key_at(seq), table, row_id, facts):
            yield row_id, digest(key, table, row_id, facts)
