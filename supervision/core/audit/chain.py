"""The HMAC chain: sealing new events, verifying all of them.

A plain hash chain misses a truncated tail and an edit followed by recomputation; hence a key
outside the database and an anchored head and count (quality.md §2).
"""

import hmac
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.canonical import as_json

GENESIS = "0" * 64
CHAINED = (
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "body_id",
    "action",
    "label",
    "reason",
    "subject_type",
    "subject_id",
    "root_type",
    "root_id",
    "fields",
    "values_mac",
    "previous_mac",
)
FORM = (
    2  # of the events written now: besides, whence they came, the row's digests, labels of values
)
CHAINED_NOW = (*CHAINED, "form", "address", "session_no", "row_before", "row_after")
RETENTION, ROTATION = "audit.retention", "audit.rotate"
LAG = timedelta(minutes=1)  # an anchor is written behind the commit: a kill may come between
_NO_MORE: tuple[float, Iterator[Any]] = (float("inf"), iter(()))
Value = tuple[str, str, str | None, str | None]  # field, label, old, new
Values = Iterable[Value]
Known = tuple[str, int]  # the beginning of a head that somebody kept, and how many events it closes


@dataclass(frozen=True)
class Verdict:
    """Outcome of a verification: `faults` empty means the whole trail stands as written."""

    count: int
    head: str
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def _mac(key: str, text: str) -> str:
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


def event_mac(key: str, event: Mapping[str, Any] | sa.RowMapping) -> str:
    """MAC of one event over its canonical JSON, its predecessor's MAC included."""
    chained = CHAINED_NOW if event["form"] else CHAINED
    return _mac(key, as_json({name: event[name] for name in chained}))


def values_mac(key: str, seq: int, values: Values, *, form: int | None = FORM) -> str:
    """Keyed hash of the values of an event; bound to its `seq` so that rows can't be swapped."""
    told = [
        [field, label, old, new] if form else [field, old, new] for field, label, old, new in values
    ]
    return _mac(key, as_json([seq, told]))


def head_seal(key: str, count: int, mac: str) -> str:
    """Seal of the head row."""
    return _mac(key, f"head:{count}:{mac}")


def write_anchor(path: Path, *, key: str, count: int, mac: str) -> None:
    """Keep the head outside the database too: a database rolled back whole is then seen.

    Each writer has a draft of its own: two processes may come to this at the same moment.
    """
    body = {"count": count, "mac": mac, "seal": head_seal(key, count, mac)}
    draft = path.with_name(f"{path.stem}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        draft.write_text(json.dumps(body), encoding="ascii")
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def verify(
    connection: Connection,
    *,
    key: str,
    retired: Sequence[str] = (),
    anchor: Path | None = None,
    known: Iterable[Known] = (),
) -> Verdict:
    """Recompute the chain from the first event to the head; compare with head, anchor and `known` heads."""
    faults: list[str] = []
    anchored = _read_anchor(anchor, (key, *retired), faults)
    kept = [*known, *([(anchored[1], anchored[0])] if anchored else [])]
    walk = _Walk(connection, [*retired, key], kept)
    faults.extend(walk.faults())
    head = connection.execute(sa.select(AuditHead.__table__)).mappings().one_or_none()
    if head is not None or walk.count or anchored or not _nobody_yet(connection):
        faults.extend(_head_faults(key, head, count=walk.count, mac=walk.mac))
    if anchor is not None:
        faults.extend(walk.anchor_faults(anchored[0] if anchored else None, there=anchor.exists()))
    return Verdict(count=walk.count, head=walk.mac, faults=tuple(faults))


def _nobody_yet(connection: Connection) -> bool:
    """Whether nobody has an account: a new installation, in which nothing was done that could be told."""
    someone = sa.select(sa.literal(1)).select_from(sa.table("user")).limit(1)
    return connection.scalar(someone) is None


class _Walk:
    """One way along the chain: how far it came, under which key, what it met."""

    def __init__(self, connection: Connection, keys: Sequence[str], known: Sequence[Known]) -> None:
        self.connection, self.keys = connection, list(keys)
        self.count, self.mac = 0, GENESIS
        self.at: dict[int, datetime] = {}
        self.heads: dict[int, list[str]] = {}
        for head, count in known:
            self.heads.setdefault(count, []).append(head)
        self.last: datetime | None = None

    def faults(self) -> Iterator[str]:
        """Each fault in words; afterwards `count` and `mac` are those of the last event."""
        released = destroyed_until(self.connection)
        for event, values in _events(self.connection):
            self.count += 1
            gone = event["seq"] <= released
            yield from _event_faults(
                self.keys[0], event, values, expected=self.count, previous=self.mac, gone=gone
            )
            self.mac, self.last = event["mac"], event["at"]
            if self.count - 1 in self.heads:
                self.at[self.count - 1] = event["at"]
            yield from self._head_faults_here()
            if event["action"] == ROTATION and len(self.keys) > 1:
                self.keys.pop(0)
        for count in self.heads:
            if count > self.count:
                yield f"库外留存的链头为{count}条，库内只有{self.count}条：尾部被截去或数据库被整体回退"

    def _head_faults_here(self) -> Iterator[str]:
        if any(not self.mac.startswith(head) for head in self.heads.get(self.count, ())):
            yield f"第{self.count}条与库外留存的链头不一致：审计记录被整体改写"

    def anchor_faults(self, anchored: int | None, *, there: bool) -> Iterator[str]:
        """The anchor in the data folder: there, and not of some time ago."""
        if anchored is None:
            if self.count and not there:
                yield "库外锚定文件不见了"
            return
        next_at = self.at.get(anchored)
        if next_at is not None and self.last is not None and self.last - next_at > LAG:
            yield f"库外锚定停在第{anchored}条，库内已有{self.count}条：锚定文件被换成旧的"


def destroyed_until(connection: Connection) -> int:
    """Up to which event retention has destroyed the values, as the chain itself says."""
    table = AuditEvent.__table__
    said = sa.select(sa.func.max(table.c.root_id)).where(table.c.action == RETENTION)
    return connection.scalar(said) or 0


def _events(connection: Connection) -> Iterable[tuple[dict[str, Any], list[Value]]]:
    """Events in order with their values, read as two streams side by side."""
    event_table, value_table = AuditEvent.__table__, AuditValue.__table__
    streamed = {"yield_per": 1000}
    told = (value_table.c[name] for name in ("seq", "field", "label", "old", "new"))
    by_seq = sa.select(*told).order_by(value_table.c.seq, value_table.c.id)
    in_order = sa.select(event_table).order_by(event_table.c.seq)
    with (
        connection.execute(by_seq, execution_options=streamed) as values,
        connection.execute(in_order, execution_options=streamed) as events,
    ):
        names = tuple(events.keys())
        grouped = groupby(values, itemgetter(0))
        seq, rows = next(grouped, _NO_MORE)
        for row in events:
            event = dict(zip(names, row, strict=True))
            while seq < event["seq"]:  # of an event that is gone
                seq, rows = next(grouped, _NO_MORE)
            mine: list[Value] = []
            if seq == event["seq"]:
                mine = [value[1:] for value in rows]
                seq, rows = next(grouped, _NO_MORE)
            yield event, mine


def _event_faults(
    key: str,
    event: Mapping[str, Any],
    values: list[Value],
    *,
    expected: int,
    previous: str,
    gone: bool,
) -> Iterable[str]:
    seq = event["seq"]
    if seq != expected:
        yield f"第{expected}条缺失或顺序被改（此处为第{seq}条）"
    if event["previous_mac"] != previous:
        yield f"第{seq}条与前一条不相衔接"
    if event_mac(key, event) != event["mac"]:
        yield f"第{seq}条内容被改动"
    if not values and event["fields"]:
        if not gone:
            yield f"第{seq}条的字段值被删除"
    elif values_mac(key, seq, values, form=event["form"]) != event["values_mac"]:
        yield f"第{seq}条的字段值被改动"


def _head_faults(key: str, head: sa.RowMapping | None, *, count: int, mac: str) -> Iterable[str]:
    if head is None:
        yield "审计锚定行缺失"
        return
    if head["seal"] != head_seal(key, head["count"], head["mac"]):
        yield "审计锚定行被改动"
    if head["count"] != count or head["mac"] != mac:
        yield f"锚定为{head['count']}条，实有{count}条：尾部被截去、增添或改写"


def anchored(anchor: Path, key: str) -> int | None:
    """How many events an anchor proves; None without one, or with one that proves nothing."""
    found = _read_anchor(anchor, (key,), [])
    return found[0] if found else None


def _read_anchor(
    path: Path | None, keys: Sequence[str], faults: list[str]
) -> tuple[int, str] | None:
    if path is None or not path.exists():
        return None
    try:
        body = json.loads(path.read_text(encoding="ascii"))
        count, mac, seal = int(body["count"]), str(body["mac"]), str(body["seal"])
    except (ValueError, KeyError, TypeError):
        faults.append("库外锚定文件损坏")
        return None
    except OSError:
        faults.append("库外锚定文件读不出来")
        return None
    if all(seal != head_seal(key, count, mac) for key in keys):
        faults.append("库外锚定文件被改动")
        return None
    return count, mac
