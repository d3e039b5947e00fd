"""A duty: what waits for whoever holds a permission, as rows that all have the same columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import Expression, Query
from supervision.core.duedates.models import DueKind
from supervision.core.pending.own_terms import OwnTerm
from supervision.core.seams import Seam

Rows = Query
Said = Any  # a column, an expression or None


@dataclass(frozen=True)
class Duty:
    """What waits for whoever holds `permission` (anybody where it is None).

    `rows` come in parts that lie one after the other, each ordered along an index of its own.
    `listed` and `tab`: the list in which all of them stand; without one they stand in 待办 only.
    `rank`: small ones first; `own_term`: what the bureau gives itself for it, from the day `begun` of a row;
    `next_term`: the one that follows, from the day `followed` of a row for which the first has no day any more.
    `own_day`: what the row's last day is of, where its light is that of the row itself; a paper otherwise
    shows that of its reply.
    """

    title: str
    hint: str
    rank: int
    permission: Permission | None
    rows: Callable[[Principal], list[Rows]]
    listed: str = ""
    tab: str = ""
    own_term: OwnTerm | None = None
    own_day: DueKind | None = None
    next_term: OwnTerm | None = None


DUTIES: Seam[Duty] = Seam("what waits for a person")


def row(
    model: Any,
    label: Said,
    *,
    kind: Said = None,
    whom: Said = None,
    since: Said = None,
    due: Said = None,
    begun: Said = None,
    followed: Said = None,
    ends: Said = None,
    page: tuple[Said, Said] | None = None,
    matter: tuple[Said, Said] | None = None,
) -> Rows:
    """The columns every duty selects, in one order.

    `due`: the last day of the unit's term; `begun`: since when the duty's own one runs; `followed`: or the one
    after it; `ends`: the day by
    which the duty itself is to be done, where the record names it. `page`: table and key of the record that is opened, the row's own unless it says otherwise;
    `matter`: what it is about, by which one thing is counted once however many duties it is under.
    """
    opened = page or (sa.literal(model.__tablename__), model.id)
    about = matter or opened
    return sa.select(
        opened[0].label("page_type"),
        opened[1].label("page_id"),
        about[0].label("matter_type"),
        about[1].label("matter_id"),
        sa.func.coalesce(label, "").label("label"),
        _words(kind).label("kind"),
        _words(whom).label("whom"),
        _day(since).label("since"),
        _day(due).label("due"),
        _day(begun).label("begun"),
        _day(followed).label("followed"),
        _day(ends).label("ends"),
    ).select_from(model)


def _words(said: Said) -> Expression:
    return sa.literal("") if said is None else sa.func.coalesce(said, "")


def _day(said: Said) -> Expression:
    return sa.null().cast(sa.Date) if said is None else said


def not_mine(me: Principal, *columns: Any) -> list[sa.ColumnElement[bool]]:
    """None of these people is `me`."""
    return [sa.func.coalesce(column, 0) != me.user_id for column in columns]


def mine(me: Principal, column: Expression) -> sa.ColumnElement[bool]:
    """The column names `me`, or somebody for whom `me` stands in today."""
    ids = me.own_ids
    found: sa.ColumnElement[bool] = column.in_(ids) if len(ids) > 1 else column == me.user_id
    return found


def capped(part: Rows, most: int) -> sa.Subquery:
    """What the first `most` rows of a part are about: an index is walked no further."""
    columns = part.selected_columns
    only = part.with_only_columns(
        columns.matter_type, columns.matter_id, maintain_column_froms=True
    )
    return only.order_by(None).limit(most).subquery()
