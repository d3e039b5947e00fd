"""Does the trail agree with what is outside the database: the clock, and the anchor in the folder."""

import datetime as dt
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core import clock
from supervision.core.audit import AuditEvent, AuditHead
from supervision.core.audit.chain import anchored
from supervision.core.installation import CLOCK_ACCEPTED, DEMONSTRATION, facts

TOLERANCE = dt.timedelta(minutes=10)
_LOOKED_AT = 1000  # events from the end: those of 补录 among them bear days long past


def newest_event(connection: Connection) -> dt.datetime | None:
    """When the newest event happened; those of the demonstration, and explained ones, apart."""
    known = facts(connection)
    after = max(int(known.get(name, "0")) for name in (DEMONSTRATION, CLOCK_ACCEPTED))
    table = AuditEvent.__table__
    last = (
        sa.select(table.c.at)
        .where(table.c.seq > after)
        .order_by(table.c.seq.desc())
        .limit(_LOOKED_AT)
    ).subquery()
    newest: dt.datetime | None = connection.scalar(
        sa.select(sa.func.max(last.c.at, type_=table.c.at.type))
    )
    return newest


def refuse_early_clock(connection: Connection) -> None:
    """SystemExit where it is earlier now than when something was last done."""
    newest, now = newest_event(connection), clock.now()
    if newest is not None and newest > now + TOLERANCE:
        message = (
            f"系统时钟（{_said(now)}）早于最近一次操作（{_said(newest)}）：请先校准时钟再启动；"
            "确是当时的时钟错了，请运行 mingdu accept clock 并写明理由"
        )
        raise SystemExit(message)


def head_count(connection: Connection) -> int:
    """How many events the database says there are."""
    return connection.scalar(sa.select(AuditHead.__table__.c.count)) or 0


def refuse_older_than_anchor(connection: Connection, anchor: Path, key: str) -> None:
    """SystemExit where the anchor proves events that the database does not have."""
    proven = anchored(anchor, key)  # before the database: others may be writing meanwhile
    count = head_count(connection)
    if proven is not None and proven > count:
        message = (
            f"数据库比审计锚定旧（库内{count}条，锚定{proven}条），可能直接换上了旧的数据库文件：请用 "
            "mingdu backup restore 恢复；确要用这份旧数据，请运行 mingdu accept anchor 并写明理由"
        )
        raise SystemExit(message)


def _said(moment: dt.datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")
