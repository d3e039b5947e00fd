"""How a bureau keeps its own terms: by duty and year of what began them, never by person."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import Query, session
from supervision.core.pending.own_terms import OWN_TERMS, OwnTerm, OwnTermSetting


@dataclass(frozen=True)
class Kept:
    """One duty of a year: how many were done, how many of them late; what waits today, and is late."""

    term: OwnTerm
    days: int
    reminds: bool
    done: int
    late: int
    waiting: int
    overdue: int


def of_year(year: int, me: Principal) -> list[Kept]:
    """Every duty with a term in the order of the slices, with the days in force in the body of `me`."""
    rows = sa.select(OwnTermSetting).where(OwnTermSetting.body_id == me.body_id)
    own = {row.key: row for row in session.scalars(rows)}
    return [_of(term, own.get(term.key), year, me.body_id) for term in OWN_TERMS.parts()]


def _of(term: OwnTerm, own: OwnTermSetting | None, year: int, body_id: int | None) -> Kept:
    days = own.days if own else term.days
    done = _counted(term.done(dt.date(year, 1, 1), dt.date(year, 12, 31)), "begun", "ended")
    waiting = _counted(term.waiting(), "begun")
    today = clock.today()

    def after(begun: dt.date, day: dt.date) -> bool:
        return day > term.due(begun, days, body_id)

    return Kept(
        term, days, bool(own and own.reminds),
        done=sum(done.values()),
        late=sum(count for (begun, ended), count in done.items() if after(begun, ended)),
        waiting=sum(waiting.values()),
        overdue=sum(count for (begun,), count in waiting.items() if after(begun, today)),
    )  # fmt: skip


def _counted(rows: Query, *names: str) -> dict[tuple[dt.date, ...], int]:
    """How many have the same days: a year has some hundred, however many matters there were."""
    found = rows.subquery()
    columns = [found.c[name] for name in names]
    counted = sa.select(*columns, sa.func.count()).group_by(*columns)
    return {tuple(row[:-1]): row[-1] for row in session.execute(counted)}
