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


Days = dict[tuple[dt.date, ...], int]  # how many have the same days


def of_year(year: int, me: Principal) -> list[Kept]:
    """Every duty with a term in the order of the slices, with the days in force in the body of `me`."""
    rows = sa.select(OwnTermSetting).where(OwnTermSetting.body_id == me.body_id)
    own = {row.key: row for row in session.scalars(rows)}
    terms = OWN_TERMS.parts()
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    done = _counted({one.key: one.done(first, last) for one in terms}, "begun", "ended")
    waiting = _counted({one.key: one.waiting() for one in terms}, "begun")
    return [
        _of(one, own.get(one.key), done[one.key], waiting[one.key], me.body_id) for one in terms
    ]


def _of(
    term: OwnTerm, own: OwnTermSetting | None, done: Days, waiting: Days, body_id: int | None
) -> Kept:
    days, today = own.days if own else term.days, clock.today()

    def after(begun: dt.date, day: dt.date) -> bool:
        return day > term.due(begun, days, body_id)

    return Kept(
        term, days, bool(own and own.reminds),
        done=sum(done.values()),
        late=sum(count for (begun, ended), count in done.items() if after(begun, ended)),
        waiting=sum(waiting.values()),
        overdue=sum(count for (begun,), count in waiting.items() if after(begun, today)),
    )  # fmt: skip


def _counted(queries: dict[str, Query], *names: str) -> dict[str, Days]:
    """By duty how many have the same days, in one statement: a year has some hundred pairs of them,
    however many matters there were."""
    parts = []
    for key, query in queries.items():
        found = query.subquery()
        columns = [found.c[name] for name in names]
        counted = sa.select(sa.literal(key).label("key"), *columns, sa.func.count().label("number"))
        parts.append(counted.group_by(*columns))
    counts: dict[str, Days] = {key: {} for key in queries}
    for key, *days, number in session.execute(sa.union_all(*parts)):
        counts[key][tuple(days)] = number
    return counts
