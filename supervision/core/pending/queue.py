"""The queue of a person: the one number of it (badge, 工作台, 待办, messages), and its groups."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import sqlalchemy as sa
from flask import url_for

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.access.scope import Scope, present_scope
from supervision.core.db import Expression, ReadRow, session
from supervision.core.duedates import UNIT_KINDS, Lamp, ShownLight
from supervision.core.pending import own_terms
from supervision.core.pending.duties import DUTIES, Duty, Rows, capped
from supervision.core.pending.own_terms import OwnTerm
from supervision.core.places import page_of
from supervision.core.prepared import Question, question
from supervision.core.unchanged import until_written

_PREPARED = "pending-number"
Lighting = Callable[[ReadRow], ShownLight | None]
CAP = 1000  # nothing is counted beyond
SHOWN = 5
LONG = 5  # days after which a waiting matter says so in amber


@dataclass(frozen=True)
class Task:
    """One matter that waits: what it is, of whom, since how many days, and its light."""

    label: str
    detail: str
    url: str
    age: int | None
    light: ShownLight | None

    @property
    def waits_long(self) -> bool:
        return self.age is not None and self.age >= LONG


@dataclass(frozen=True)
class Group:
    """A duty with what waits under it: the few `tasks` shown, and `count` of all, exact up to CAP."""

    title: str
    hint: str
    count: int
    url: str
    tasks: list[Task]

    @property
    def counted(self) -> str:
        return counted(self.count)


def counted(number: int) -> str:
    """A number of matters in words: 1000+ where nobody counted further."""
    return f"{CAP}+" if number > CAP else str(number)


def number(me: Principal) -> int:
    """How many distinct matters wait for `me`: the N of “您有N件待办”, wherever it is said.

    One matter under several duties, or with a reminder beside, is one.
    """
    return until_written((_PREPARED, me, present_scope(), clock.minute()), lambda: _counted(me))


def _counted(me: Principal) -> int:
    asked = _counting(me, present_scope(), session.get_bind().dialect.driver)
    return sum(row[0] for row in asked.rows()) if asked else 0


@lru_cache(maxsize=512)
def _counting(me: Principal, _scope: Scope, _store: str) -> Question | None:
    """The question for the number. Making it costs more than asking: it is made once for a person;
    what moves (`clock.minute`, `this_day`, `day_ahead`) is a parameter found out when it is asked."""
    waiting = matters(me)
    if waiting is None:
        return None
    counted_once = sa.select(sa.func.count()).select_from(waiting)
    return question(sa.select(counted_once.scalar_subquery()))


def matters(me: Principal) -> sa.Subquery | None:
    """The distinct matters that wait for `me` (matter_type, matter_id): what is counted, and how they
    stand, is asked of this one statement; None where nobody has any such duty."""
    parts = [part for duty in _of(me) for part in duty.rows(me)]
    if not parts:
        return None
    about = (capped(part, CAP + 1) for part in parts)
    distinct = sa.union(*(sa.select(one.c.matter_type, one.c.matter_id) for one in about))
    return distinct.subquery("matters")


def groups(me: Principal, *, shown: int = SHOWN, apart: str = "") -> list[Group]:
    """The duties that have something waiting, by rank, but for the one listed `apart`; one statement."""
    duties = [duty for duty in _of(me) if duty.title != apart]
    parts = [duty.rows(me) for duty in duties]
    if not any(parts):
        return []
    given: list[tuple[Expression, ...]] = [
        (
            _days(duty.own_term, me).label("days"),
            _days(duty.next_term, me).label("days_next"),
        )
        for duty in duties
    ]
    found = session.execute(_together(parts, given, shown)).all()
    lit = {row.page_id for row in found if row.page_type == "instrument"}
    lamp = Lamp()
    lights = lamp.of_owners("instrument", lit, UNIT_KINDS) if lit else {}
    return [
        _group(duties[which], list(rows), _lighting(duties[which], lamp, lights, me), shown, me)
        for which, rows in groupby(found, key=lambda row: row.duty)
    ]


def _of(me: Principal) -> list[Duty]:
    own = (one for one in DUTIES.parts() if one.permission is None or me.can(one.permission))
    return sorted(own, key=lambda one: one.rank)


def _days(term: OwnTerm | None, me: Principal) -> Expression:
    return own_terms.days_of(term, me.body_id) if term else sa.null().cast(sa.Integer)


def _together(
    duties: Sequence[list[Rows]], given: Sequence[tuple[Expression, ...]], shown: int
) -> Rows:
    """The first few of each duty, its count and the days of its own term; the outer statement carries the
    row scope into all. What has a last day of its own comes by that, else by the unit's."""
    numbered = []
    for which, (parts, days) in enumerate(zip(duties, given, strict=True)):
        total = sum(map(_capped_count, parts), start=sa.literal(0)).label("total")
        for part in parts:
            few = part.limit(shown).subquery()
            columns = (sa.literal(which).label("duty"), *few.c, total, *days)
            numbered.append(sa.select(*columns))
    rows = sa.union_all(*numbered).subquery()
    of = rows.c
    day = sa.func.coalesce(of.ends, of.begun, of.followed, of.due)
    return sa.select(rows).order_by(of.duty, day.is_(None), day, of.since, of.page_id)


def _capped_count(part: Rows) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(capped(part, CAP + 1)).scalar_subquery()


def _lighting(
    duty: Duty, lamp: Lamp, of_papers: Mapping[int, ShownLight | None], me: Principal
) -> Lighting:
    """How the rows of a duty are lit: by their own day, the duty's own term, else by the day of the reply."""

    def lit(row: ReadRow) -> ShownLight | None:
        if duty.own_day is not None:
            return lamp.of(row.due, kind=duty.own_day)
        if row.ends is not None:
            return own_terms.day_light(row.ends, me.body_id)
        if row.begun is not None and duty.own_term is not None:
            return own_terms.shown(duty.own_term, row.begun, row.days, me.body_id).light
        if row.followed is not None and duty.next_term is not None:
            return own_terms.shown(duty.next_term, row.followed, row.days_next, me.body_id).light
        return of_papers.get(row.page_id) if row.page_type == "instrument" else None

    return lit


def _group(duty: Duty, rows: list[ReadRow], lighting: Lighting, shown: int, me: Principal) -> Group:
    url = url_for(duty.listed, tab=duty.tab or None) if duty.listed else url_for("reminders.index")
    return Group(
        title=duty.title,
        hint=duty.hint,
        count=rows[0].total,
        url=url,
        tasks=[_task(row, lighting(row), url) for row in rows[:shown]],
    )


def _task(row: ReadRow, light: ShownLight | None, otherwise: str) -> Task:
    words = (row.whom, row.kind if row.label else "")
    return Task(
        label=row.label or row.kind,
        detail=" · ".join(word for word in words if word),
        url=page_of(row.page_type, row.page_id) or otherwise,
        age=_days_since(row.since),
        light=light,
    )


def _days_since(day: dt.date | None) -> int | None:
    return (clock.today() - day).days if day else None
