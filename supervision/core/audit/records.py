"""Do the rows agree with the trail: each row's facts against the newest digest that vouches for it."""

import hashlib
import heapq
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.audit.chain import ROTATION
from supervision.core.audit.facts import (
    STREAMED,
    Columns,
    digest,
    models,
    names_of,
    read,
    same,
    version_of,
)
from supervision.core.audit.models import AuditEvent, FactList, RowSeal

RESEAL = "audit.reseal"
LOOKED_AT_AGAIN = 500  # rows
Vouched = tuple[int, int, str | None, str]  # row's key, event, digest before, digest after


@dataclass(frozen=True)
class RowFault:
    """One row that is not what the trail says."""

    table: str
    id: int
    text: str


class Sealed:
    """What the trail says of rows: keys by event, lists of facts by version."""

    def __init__(self, connection: Connection, key: str, retired: Sequence[str] = ()) -> None:
        self.connection = connection
        self._keys = [*retired, key]
        event = AuditEvent.__table__
        self._turns = list(
            connection.scalars(
                sa.select(event.c.seq).where(event.c.action == ROTATION).order_by(event.c.seq)
            )
        )
        lists = FactList.__table__
        self._lists = {
            (row.subject_type, row.version): tuple(row.names.split(","))
            for row in connection.execute(sa.select(lists))
        }

    def columns(self, table: str) -> Columns:
        """The columns the store has of a table: before a migration others than the program knows."""
        inspector = sa.inspect(self.connection)
        if not inspector.has_table(table):
            return {}
        return {one["name"]: one["type"] for one in inspector.get_columns(table)}

    def key_at(self, seq: int) -> str:
        """The key in use when event `seq` was written."""
        turned = sum(1 for turn in self._turns if turn < seq)
        return self._keys[min(turned, len(self._keys) - 1)]

    def names(self, table: str, mac: str) -> tuple[str, ...] | None:
        """The facts a digest is over; None where nobody knows that list."""
        version, present = mac.partition(":")[0], names_of(table)
        if version == version_of(table, sorted(present)):
            return present
        names = self._lists.get((table, version))
        return names if names and version_of(table, sorted(names)) == version else None

    def vouchers(self, table: str, ids: Sequence[int] | None = None) -> Iterator[Vouched]:
        """Digests of the rows of `table` (of `ids`, or all), row by row in the order of their events."""
        event, seal = AuditEvent.__table__, RowSeal.__table__
        told = (
            sa.select(event.c.subject_id, event.c.seq, event.c.row_before, event.c.row_after)
            .where(event.c.subject_type == table, event.c.row_after.is_not(None))
            .order_by(event.c.subject_id, event.c.seq)
        )
        sealed = (
            sa.select(seal.c.subject_id, event.c.seq, sa.null(), seal.c.mac)
            .join(
                event,
                sa.and_(event.c.action == RESEAL, event.c.root_id == seal.c.batch),
            )
            .where(seal.c.subject_type == table)
            .order_by(seal.c.subject_id, event.c.seq)
        )
        told, sealed = _only(told, event, ids), _only(sealed, seal, ids)
        with (  # whoever stops in between leaves no cursor open
            self.connection.execute(told, execution_options=STREAMED) as by_event,
            self.connection.execute(sealed, execution_options=STREAMED) as by_seal,
        ):
            streams = [(tuple(row) for row in one) for one in (by_event, by_seal)]
            yield from heapq.merge(*streams, key=itemgetter(0, 1))


def verify_records(
    connection: Connection,
    *,
    key: str,
    retired: Sequence[str] = (),
    tables: Collection[str] | None = None,
) -> Iterator[RowFault]:
    """Every row (of `tables`, or all) that was changed, added or removed past the system; every batch of seals that was."""
    sealed = Sealed(connection, key, retired)
    yield from _batch_faults(connection, sealed)
    for table in models() if tables is None else sorted(tables):
        if names_of(table) and "id" in (columns := sealed.columns(table)):  # older schemas, too
            found = list(_table_faults(sealed, table, columns))
            yield from _looked_at_again(sealed, table, columns, found)


def _looked_at_again(
    sealed: Sealed, table: str, columns: Columns, found: list[RowFault]
) -> list[RowFault]:
    """Digests and rows are read one after the other: what was written in between is no fault."""
    ids = sorted({fault.id for fault in found})
    if not ids or len(ids) > LOOKED_AT_AGAIN:
        return found
    return list(_table_faults(sealed, table, columns, ids))


def _only(
    statement: sa.Select[object], table: sa.FromClause, ids: Sequence[int] | None
) -> sa.Select[Any]:
    return statement if ids is None else statement.where(table.c.subject_id.in_(ids))


def _table_faults(
    sealed: Sealed, table: str, columns: Columns, ids: Sequence[int] | None = None
) -> Iterator[RowFault]:
    vouchers = sealed.vouchers(table, ids)
    ahead = next(vouchers, None)
    rows = read(sealed.connection, table, _readable(table, columns), ids, columns)
    row = next(rows, None)
    while ahead is not None or row is not None:
        row_id = min(one[0] for one in (ahead, row) if one is not None)
        latest: Vouched | None = None
        while ahead is not None and ahead[0] == row_id:
            if latest is not None and _broken(latest, ahead):
                text = f"在第{ahead[1]}条审计记录之前被绕过系统改动"
                yield RowFault(table, row_id, text)
            latest, ahead = ahead, next(vouchers, None)
        mine = row if row is not None and row[0] == row_id else None
        if mine is not None:
            row = next(rows, None)
        if fault := _fault(sealed, table, row_id, latest, mine[1] if mine else None):
            yield RowFault(table, row_id, fault)


def _broken(earlier: Vouched, later: Vouched) -> bool:
    """Whether an event found the row otherwise than the one before had left it."""
    before, left = later[2], earlier[3]
    if before is None or before == left:
        return False
    same_list = before.partition(":")[0] == left.partition(":")[0]
    return same_list or not before or not left


def _readable(table: str, columns: Columns) -> list[str]:
    """Every column that one of the lists may name, the program's own first."""
    held = [one.name for one in models()[table].__table__.c if one.name in columns]
    gone = [name for name in columns if name not in held]
    return [name for name in (*held, *gone) if name not in ("id", "version")]


def _fault(
    sealed: Sealed,
    table: str,
    row_id: int,
    latest: Vouched | None,
    held: Mapping[str, str | None] | None,
) -> str:
    if latest is None:
        return "没有任何审计记录：绕过系统新增"
    _, seq, _, after = latest
    if held is None:
        return "" if not after else f"不见了：第{seq}条审计记录之后被绕过系统删除"
    if not after:
        return f"在第{seq}条审计记录中已删除，却还在：绕过系统新增"
    names = sealed.names(table, after)
    if names is None or not held.keys() >= set(names):
        return "所封存的字段清单已不存在，须重新封存"
    facts = {name: held[name] for name in names}
    if same(digest(sealed.key_at(seq), table, row_id, facts), after):
        return ""
    return f"内容与第{seq}条审计记录不符：被绕过系统改动"


def batch_mac(key: str, batch: int, seals: Iterable[tuple[str, int, str]]) -> str:
    """Keyed digest over all seals of one batch, in order."""
    mac = hmac.new(key.encode(), f"batch:{batch}".encode(), hashlib.sha256)
    for table, row_id, one in seals:
        mac.update(f"|{table}:{row_id}:{one}".encode())
    return f"batch:{mac.hexdigest()}"


def _batch_faults(connection: Connection, sealed: Sealed) -> Iterator[RowFault]:
    event, seal = AuditEvent.__table__, RowSeal.__table__
    told = connection.execute(
        sa.select(event.c.seq, event.c.root_id, event.c.row_after).where(event.c.action == RESEAL)
    ).all()
    for seq, batch, mac in told:
        if batch_mac(sealed.key_at(seq), batch, seals_of(connection, batch)) != mac:
            yield RowFault("row_seal", batch, f"第{seq}条审计记录所封存的摘要被改动")
    known = {batch for _, batch, _ in told}
    for batch in connection.scalars(sa.select(seal.c.batch).distinct()):
        if batch not in known:
            yield RowFault("row_seal", batch, "没有审计记录的封存摘要：绕过系统新增")


def seals_of(connection: Connection, batch: int) -> Iterator[tuple[str, int, str]]:
    """The seals of one batch in their order."""
    seal = RowSeal.__table__
    statement = (
        sa.select(seal.c.subject_type, seal.c.subject_id, seal.c.mac)
        .where(seal.c.batch == batch)
        .order_by(seal.c.subject_type, seal.c.subject_id)
    )
    for row in connection.execute(statement, execution_options=STREAMED):
        yield row[0], row[1], row[2]
