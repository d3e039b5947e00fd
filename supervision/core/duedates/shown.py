"""A due date as a page shows it: its light, why it is this day, and whether it is 暂定."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.core.access.principal import current_or_none
from supervision.core.clock import chinese_date
from supervision.core.db import session
from supervision.core.deadlines import still_said
from supervision.core.duedates.lighting import ShownLight, lights
from supervision.core.duedates.models import DueDate, DueDateChange, DueKind, DueState
from supervision.core.duedates.service import result_of, standstill_of, with_changes
from supervision.core.duedates.why import Why, why_of
from supervision.core.places import page_of

TENTATIVE = "（暂定）"  # beside a date that a notice still to come may move


@dataclass(frozen=True)
class ShownDue:
    """The due date with its reason (为什么是这一天), as the side panel shows it."""

    row: DueDate
    light: ShownLight | None
    why: Why
    changes: list[DueDateChange]

    @property
    def provisional(self) -> bool:
        """Whether it is still open and may still be moved by a notice to come."""
        return self.row.provisional and self.row.state is DueState.OPEN

    @property
    def standstill(self) -> str:
        """Since when and why it stands still, and what is left of it; nothing while it runs."""
        still = standstill_of(self.row)
        return still_said(result_of(self.row), still) if still else ""

    @property
    def sheet_url(self) -> str:
        """Its 期限计算书, for the bureau's own people."""
        asking = current_or_none()
        inside = asking is not None and not asking.is_unit
        return (page_of(DueDate.__tablename__, self.row.id) or "") if inside else ""


def shown_due(owner: object, *kinds: DueKind) -> ShownDue | None:
    """The newest due date of these kinds with its light as of today and its computation as stored."""
    found = _shown(with_changes(owner, *kinds))
    return found[-1] if found else None


def shown_open(owner: object, *kinds: DueKind) -> list[ShownDue]:
    """Every due date of these kinds that still runs."""
    return running(_shown(with_changes(owner, *kinds)), *kinds)


def shown_all(owner: object) -> list[ShownDue]:
    """Every due date of a record, for a page that shows several kinds of them: asked for once."""
    return _shown(with_changes(owner))


def newest(dues: Iterable[ShownDue], *kinds: DueKind) -> ShownDue | None:
    """The newest of them of these kinds."""
    return next((one for one in reversed(list(dues)) if one.row.kind in kinds), None)


def running(dues: Iterable[ShownDue], *kinds: DueKind) -> list[ShownDue]:
    """Those of these kinds that still run."""
    return [one for one in dues if one.row.kind in kinds and one.row.state is DueState.OPEN]


def _shown(changed: dict[DueDate, list[DueDateChange]]) -> list[ShownDue]:
    """All with one lamp; nothing is asked where nothing is due."""
    lit = lights(changed) if changed else {}
    return [ShownDue(row, lit[row.id], why_of(row), old) for row, old in changed.items()]


def tentative(
    owner_type: str, owner_ids: Iterable[int] | None = None, kinds: Iterable[DueKind] = DueKind
) -> set[int]:
    """The records (of `owner_ids`, or all) whose open due date is 暂定: one query for a list."""
    wanted = None if owner_ids is None else set(owner_ids)
    if wanted is not None and not wanted:
        return set()
    found = sa.select(DueDate.owner_id).where(
        DueDate.owner_type == owner_type,
        DueDate.state == DueState.OPEN,
        DueDate.provisional,
        DueDate.kind.in_(list(kinds)),
    )
    if wanted is not None:
        found = found.where(DueDate.owner_id.in_(wanted))
    return set(session.scalars(found))


def printed_due(day: date | None, owner: Any, *kinds: DueKind) -> str:
    """2027年1月11日（暂定） for a working form; empty where nothing is due."""
    if day is None:
        return ""
    unsure = tentative(owner.__tablename__, [owner.id], kinds or DueKind)
    return f"{chinese_date(day)}{TENTATIVE if unsure else ''}"
