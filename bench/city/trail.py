"""The audit trail of the copies: chained event by event with the instance's own key."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bench.city.clones import STORY, Clone
from bench.city.columns import OFFICE, ONCE
from supervision.core.audit.chain import event_mac, head_seal, values_mac
from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue

KEYS = (("subject_type", "subject_id"), ("root_type", "root_id"))


def grow(connection: Connection, clones: Sequence[Clone], *, stride: int, key: str) -> None:
    """What happened to the cases happens again to each copy; the office's own events do not."""
    event, value, head = AuditEvent.__table__, AuditValue.__table__, AuditHead.__table__
    seeds = [
        dict(row) for row in connection.execute(sa.select(event).order_by(event.c.seq)).mappings()
    ]
    seeds = [row for row in seeds if row["root_type"] not in (*OFFICE, *ONCE)]
    values = defaultdict(list)
    for row in connection.execute(sa.select(value).order_by(value.c.id)).mappings():
        values[row["seq"]].append((row["field"], row["label"], row["old"], row["new"]))
    stood = connection.execute(sa.select(head)).mappings().one()
    count, mac = stood["count"], stood["mac"]
    for clone in clones:
        events: list[dict[str, Any]] = []
        said: list[dict[str, Any]] = []
        for seed in seeds:
            count += 1
            triples = [(field, old, new) for field, _label, old, new in values[seed["seq"]]]
            made = {
                **_moved(seed, clone, stride),
                "seq": count,
                "previous_mac": mac,
                "values_mac": values_mac(key, count, triples),
            }
            made["mac"] = mac = event_mac(key, made)
            events.append(made)
            said += [
                {"seq": count, "field": field, "label": label, "old": old, "new": new}
                for field, label, old, new in values[seed["seq"]]
            ]
        connection.execute(sa.insert(event), events)
        connection.execute(sa.insert(value), said)
    seal = head_seal(key, count, mac)
    connection.execute(sa.update(head).values(count=count, mac=mac, seal=seal))


def _moved(seed: dict[str, Any], clone: Clone, stride: int) -> dict[str, Any]:
    row = dict(seed)
    weeks = clone.weeks if seed["at"].year < STORY + 2 else clone.near
    row["at"] = seed["at"] + timedelta(weeks=weeks)
    if seed["actor_id"]:
        row["actor_id"] = seed["actor_id"] + clone.office * stride
    for kind, key in KEYS:
        step = 0 if seed[kind] in ONCE else clone.office if seed[kind] in OFFICE else clone.k
        row[key] = seed[key] + step * stride
    return row
