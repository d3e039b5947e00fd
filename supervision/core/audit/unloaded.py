"""Rows that were written without being loaded (core/bulk, core/derived): their events on the trail."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.access.principal import SYSTEM, current_or_none
from supervision.core.audit.facts import SKIPPED, names_of, shown
from supervision.core.audit.pending import Change, Pending, pending_of
from supervision.core.audit.recorder import change_of

FOLLOWED = "随来源变动"
Changed = Mapping[str, tuple[object, object]]  # column → (old, new)


def follow(session: Session, subject: Any, changed: Changed, *, because: str) -> None:
    """Columns of `subject` that follow from other records were written: by whoever acts now.

    A status that followed is an event of its own; columns without a label are not told.
    """
    actor = current_or_none() or SYSTEM
    columns = type(subject).__table__.c
    changes = {
        name: Change(name, columns[name].doc or "", shown(old), shown(new))
        for name, (old, new) in changed.items()
        if columns[name].doc
    }
    if "status" in changed:
        target = changed["status"][1]
        label = f"状态随之变为“{getattr(target, 'label', target)}”"
        action = "follow"
    elif changes:
        action, label = "~change", FOLLOWED
    else:
        return
    pending_of(session).append(
        Pending(
            subject, actor, action, label, because, changes, "change", _before(subject, changed)
        )
    )


def _before(subject: Any, changed: Changed) -> dict[str, str | None]:
    """The facts among these columns as they were."""
    names = set(names_of(type(subject).__tablename__))
    return {name: shown(old) for name, (old, _new) in changed.items() if name in names}


def tells(model: type[Any], names: Iterable[str]) -> bool:
    """Whether a change of one of these columns stands on the trail."""
    return not _told(model.__table__).isdisjoint(names)


@cache
def _told(table: sa.Table) -> frozenset[str]:
    """The columns whose changes stand on the trail."""
    columns = table.c
    return frozenset(
        name
        for name in columns.keys()  # noqa: SIM118  (a ColumnCollection gives columns, not names)
        if name not in SKIPPED and not columns[name].info.get("unaudited")
    )


def written(session: Session, subject: Any, changed: Changed, *, came: bool, went: bool) -> None:
    """A row was written past the unit of work (core/bulk): the same event a flush would give."""
    action, label = (
        ("create", "新建") if came else ("delete", "删除") if went else ("change", "修改")
    )
    model = type(subject)
    if not getattr(model, "__audited__", True):
        return
    columns, known = model.__table__.c, _told(model.__table__)
    told = {
        name: change_of(columns[name], name, old, new)
        for name, (old, new) in changed.items()
        if name in known and not (old is None and new is None)
    }
    if told or action != "change":
        title = f"{label}{getattr(model, '__title__', '')}"
        actor = current_or_none() or SYSTEM
        before = {} if came else _before(subject, changed)
        pending_of(session).append(
            Pending(subject, actor, f"~{action}", title, "", told, action, before)
        )
