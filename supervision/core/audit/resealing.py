"""Sealing rows that no event vouches for: those from before the digests, and after a migration.

What was found changed past the system before a migration is not sealed: it stays a fault.
"""

from collections.abc import Collection, Iterator
from itertools import groupby, islice
from operator import itemgetter

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
_NONE = (0, 0, None, "")
NAMED = 20


def keys() -> tuple[str, tuple[str, ...]]:
    """The key of the trail and those retired, of the running application."""
    return current_app.config["AUDIT_KEY"], tuple(current_app.config["AUDIT_KEYS_RETIRED"])


def faults_before(connection: Connection, tables: Collection[str] | None = None) -> list[RowFault]:
    """What is wrong already (in `tables`, or anywhere), before a change may hide it; nothing where no row
    was ever sealed.

    Of a table that an older program vouched for no row of, there is nothing to be wrong.
    """
    if not connection.dialect.has_table(connection, RowSeal.__tablename__):
        return []
    key, retired = keys()
    vouched = set(connection.scalars(sa.select(FactList.subject_type)))
    new = {table for table in models() if table not in vouched}
    found = verify_records(connection, key=key, retired=retired, tables=tables)
    return [one for one in found if one.table not in new]


def reseal(
    own: Session,
    *,
    because: str,
    faults: Collection[RowFault] = (),
    tables: Collection[str] | None = None,
) -> int:
    """Seal each row (of `tables`, or all) whose digest is missing, of another list or of other facts; how many.

    `faults`: rows that were wrong before, and remain so.
    """
    connection = own.connection()
    _keep_lists(own)
    key, retired = keys()
    sealed, wrong = Sealed(connection, key, retired), {(one.table, one.id) for one in faults}
    seal = RowSeal.__table__
    batch = (connection.scalar(sa.select(sa.func.max(seal.c.batch))) or 0) + 1
    rows = (
        {"batch": batch, "subject_type": table, "subject_id": row_id, "mac": mac}
        for table in (models() if tables is None else sorted(tables))
        if names_of(table)
        for row_id, mac in _unvouched(sealed, table, key)
        if (table, row_id) not in wrong
    )
    count = 0
    while some := list(islice(rows, CHUNK)):
        connection.execute(sa.insert(seal), some)
        count += len(some)
    if not count:
        return 0
    label = f"封存{count}行记录的摘要"
    if wrong:
        named = "、".join(f"{table} {row_id}" for table, row_id in sorted(wrong)[:NAMED])
        label += f"；另有{len(wrong)}行此前已与审计记录不符，未封存：{named}"
    event = Pending(Mark(RowSeal.__tablename__, batch), SYSTEM, RESEAL, label, because)
    event.row_after = batch_mac(key, batch, seals_of(connection, batch))
    pending_of(own).append(event)
    return count


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
    newest = (list(told)[-1] for _, told in groupby(sealed.vouchers(table), itemgetter(0)))
    ahead = next(newest, None)
    for row_id, facts in read(sealed.connection, table, names):
        while ahead is not None and ahead[0] < row_id:  # of a row that went
            ahead = next(newest, None)
        _, seq, _, after = ahead if ahead is not None and ahead[0] == row_id else _NONE
        if after != digest(sealed.key_at(seq), table, row_id, facts):
            yield row_id, digest(key, table, row_id, facts)
