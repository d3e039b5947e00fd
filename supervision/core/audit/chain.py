"""The HMAC chain: sealing new events, verifying all of them.

A plain hash chain misses a truncated tail and an edit followed by recomputation; hence a key
outside the database and an anchored head and count (quality.md §2).
"""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.db import as_json

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
Values = Iterable[tuple[str, str | None, str | None]]


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
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def event_mac(key: str, event: Mapping[Any, Any]) -> str:
    """MAC of one event over its canonical JSON, its predecessor's MAC included."""
    return _mac(key, as_json({name: event[name] for name in CHAINED}))


def values_mac(key: str, seq: int, values: Values) -> str:
    """Keyed hash of the values of an event; bound to its `seq` so that rows can't be swapped."""
    return _mac(key, as_json([seq, [list(value) for value in values]]))


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


def verify(connection: Connection, *, key: str, anchor: Path | None = None) -> Verdict:
    """Recompute the chain from the first event to the head and compare with head and anchor."""
    faults: list[str] = []
    anchored = _read_anchor(anchor, key, faults)
    count, previous = 0, GENESIS
    for event, values in _events(connection):
        count += 1
        faults.extend(_event_faults(key, event, values, expected=count, previous=previous))
        previous = event["mac"]
        if anchored and anchored[0] == count and anchored[1] != previous:
            faults.append(f"第{count}条与库外锚定值不一致：审计记录被整体改写")
    head = connection.execute(sa.select(AuditHead.__table__)).mappings().one_or_none()
    faults.extend(_head_faults(key, head, count=count, mac=previous))
    if anchored and anchored[0] > count:
        faults.append(f"库外锚定为{anchored[0]}条，库内只有{count}条：尾部被截去或数据库被整体回退")
    return Verdict(count=count, head=previous, faults=tuple(faults))


def _events(connection: Connection) -> Iterable[tuple[Mapping[Any, Any], list[Any]]]:
    """Events in order with their values, read as two streams side by side."""
    event_table, value_table = AuditEvent.__table__, AuditValue.__table__
    streamed = {"yield_per": 1000}
    by_seq = sa.select(value_table).order_by(value_table.c.seq, value_table.c.id)
    in_order = sa.select(event_table).order_by(event_table.c.seq)
    with (
        connection.execute(by_seq, execution_options=streamed) as values,
        connection.execute(in_order, execution_options=streamed) as events,
    ):
        rest = iter(values.mappings())
        waiting = next(rest, None)
        for event in events.mappings():
            mine: list[object] = []
            while waiting is not None and waiting["seq"] <= event["seq"]:
                if waiting["seq"] == event["seq"]:
                    mine.append((waiting["field"], waiting["old"], waiting["new"]))
                waiting = next(rest, None)
            yield event, mine


def _event_faults(
    key: str, event: Mapping[Any, Any], values: list[Any], *, expected: int, previous: str
) -> Iterable[str]:
    seq = event["seq"]
    if seq != expected:
        yield f"第{expected}条缺失或顺序被改（此处为第{seq}条）"
    if event["previous_mac"] != previous:
        yield f"第{seq}条与前一条不相衔接"
    if event_mac(key, event) != event["mac"]:
        yield f"第{seq}条内容被改动"
    destroyed = not values and event["fields"]
    if not destroyed and values_mac(key, seq, values) != event["values_mac"]:
        yield f"第{seq}条的字段值被改动"


def _head_faults(
    key: str, head: Mapping[Any, Any] | None, *, count: int, mac: str
) -> Iterable[str]:
    if head is None:
        yield "审计锚定行缺失"
        return
    if head["seal"] != head_seal(key, head["count"], head["mac"]):
        yield "审计锚定行被改动"
    if head["count"] != count or head["mac"] != mac:
        yield f"锚定为{head['count']}条，实有{count}条：尾部被截去、增添或改写"


def anchored(anchor: Path, key: str) -> int | None:
    """How many events an anchor proves; None without one, or with one that proves nothing."""
    found = _read_anchor(anchor, key, [])
    return found[0] if found else None


def _read_anchor(path: Path | None, key: str, faults: list[str]) -> tuple[int, str] | None:
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
    if seal != head_seal(key, count, mac):
        faults.append("库外锚定文件被改动")
        return None
    return count, mac
