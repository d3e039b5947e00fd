"""The right to work on one row for a while: one process takes it, only the dead are taken over.

A row whose class is `Leased` is taken by raising its `attempt`; whoever comes late with an older attempt
finds that `held` matches nothing and gives its work up.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from supervision.core.db import insert_or_ignore
from supervision.core.errors import DomainError


class LeaseLost(DomainError):
    """Another process took the work over while this one was still at it."""

    def __init__(self) -> None:
        super().__init__("此项工作已由其他进程接手")


class Leased:
    """A row that processes compete for; secret, because it says nothing of the business."""

    id: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=0, info={"secret": True})
    lease_until: Mapped[datetime | None] = mapped_column(info={"secret": True})


@dataclass(frozen=True)
class Lease:
    """The right to work on row `id`, as its `attempt`-th holder."""

    id: int
    attempt: int


def begin(
    store: Session, model: type[Leased], *, until: datetime, **values: object
) -> Lease | None:
    """Insert a row that is held from its first moment; None when another put it there before."""
    statement = insert_or_ignore(model, store).values(attempt=1, lease_until=until, **values)
    row_id = store.execute(statement.returning(model.id)).scalar()
    return Lease(row_id, 1) if row_id is not None else None


def take(
    store: Session,
    model: type[Leased],
    row_id: int,
    *,
    attempt: int,
    ripe: sa.ColumnElement[bool],
    until: datetime | None,
    **values: object,
) -> Lease | None:
    """Take a `ripe` row seen at `attempt`, and set `values`; None when another was quicker."""
    taken = store.execute(
        _as_seen(model, row_id, attempt)
        .where(ripe)
        .values(attempt=attempt + 1, lease_until=until, **values)
    )
    return Lease(row_id, attempt + 1) if _one(taken) else None


def note(store: Session, model: type[Leased], lease: Lease, **values: object) -> None:
    """Set `values` on the row one holds; LeaseLost when it is held no more."""
    if not _one(store.execute(_as_seen(model, lease.id, lease.attempt).values(**values))):
        raise LeaseLost


def _as_seen(model: type[Leased], row_id: int, attempt: int) -> sa.Update:
    return (
        sa.update(model)
        .where(model.id == row_id, model.attempt == attempt)
        .execution_options(synchronize_session=False)
    )


def _one(outcome: Any) -> bool:
    return bool(outcome.rowcount)
