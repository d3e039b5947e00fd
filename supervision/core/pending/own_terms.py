"""内部时限: the working days a bureau gives itself for a duty of its own; no law's term and none of the unit's.

The last day is derived from the day of the event that begins it and the body's setting: nothing of it is stored.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current_or_none
from supervision.core.access.scope import BodyScoped
from supervision.core.db import Expression, Identified, Model, Query, Stamped, Versioned, session
from supervision.core.deadlines import Light, Policy, Term, Unit, compute, light
from supervision.core.duedates import ShownLight, calendar_of
from supervision.core.errors import DomainError
from supervision.core.seams import Seam

MOST_DAYS = 60
# Where a body has its ladder turned on: the day before, the day itself, then twice; nobody further is told.
LADDER = Policy(remind_before=(1,), remind_after=(1, 3), repeat_every=0, head_after=0)


@dataclass(frozen=True)
class OwnTerm:
    """A duty of the bureau's own with its term: `days` working days from `event` unless the body says otherwise.

    `waiting`: (id, begun) of the records of table `of` for which it runs; `done`: (begun, ended) of those
    begun in a range of days whose duty was done. Both in the present scope.
    """

    key: str
    title: str
    event: str
    days: int
    of: str
    waiting: Callable[[], Query]
    done: Callable[[dt.date, dt.date], Query]

    def due(self, begun: dt.date, days: int, body_id: int | None) -> dt.date:
        """Its last day, by the body's own calendar."""
        return compute(begun, Term(days, Unit.WORKDAY), calendar_of(body_id)).due


OWN_TERMS: Seam[OwnTerm] = Seam("duties of the bureau's own with a term")


class OwnTermSetting(Identified, Stamped, Versioned, BodyScoped, Model):
    """A body's own number of days, and whether its people are reminded; without one the default, and nobody is."""

    __tablename__ = "own_term"
    __title__ = "内部时限"

    key: Mapped[str] = mapped_column(sa.String(40), doc="事项")
    days: Mapped[int] = mapped_column(doc="工作日数")
    reminds: Mapped[bool] = mapped_column(default=False, doc="提醒")

    __table_args__ = (
        sa.UniqueConstraint("body_id", "key"),
        sa.CheckConstraint(f"days BETWEEN 1 AND {MOST_DAYS}", name="days_in_range"),
    )


@dataclass(frozen=True)
class Shown:
    """A term that runs for a record, as its page shows it."""

    title: str
    event: str
    begun: dt.date
    days: int
    due: dt.date
    light: ShownLight


def days_of(term: OwnTerm, body_id: int | None) -> Expression:
    """The days in force in a body, to be asked together with something else."""
    own = sa.select(OwnTermSetting.days).where(
        OwnTermSetting.body_id == body_id, OwnTermSetting.key == term.key
    )
    return sa.func.coalesce(own.scalar_subquery(), term.days)


def shown(term: OwnTerm, begun: dt.date, days: int, body_id: int | None) -> Shown:
    """A term with its light as of today."""
    due = term.due(begun, days, body_id)
    return Shown(term.title, term.event, begun, days, due, ShownLight(due, _light(due, body_id)))


def _light(due: dt.date, body_id: int | None) -> Light:
    return light(due, clock.today(), calendar_of(body_id), policy=LADDER)


def day_light(day: dt.date, body_id: int | None) -> ShownLight:
    """The light of a day that a record names itself: of an interview, of a token's end."""
    return ShownLight(day, _light(day, body_id))


def running(record: Any) -> list[Shown]:
    """The terms that run for a record, the nearest first; one question, for the bureau's own people alone."""
    asking = current_or_none()
    terms = {one.key: one for one in OWN_TERMS.parts() if one.of == record.__tablename__}
    if asking is None or not asking.is_bureau or not terms:
        return []
    parts = []
    for term in terms.values():
        found = term.waiting().subquery()
        own = sa.select(sa.literal(term.key).label("key"), found.c.begun)
        days: Expression = days_of(term, record.body_id)
        parts.append(own.add_columns(days.label("days")).where(found.c.id == record.id))
    rows = session.execute(sa.union_all(*parts)).all()
    lines = (shown(terms[row.key], row.begun, row.days, record.body_id) for row in rows)
    return sorted(lines, key=lambda line: line.due)


def setting_of(term: OwnTerm, body_id: int | None) -> OwnTermSetting | None:
    """What a body has set, if anything."""
    own = (OwnTermSetting.body_id == body_id, OwnTermSetting.key == term.key)
    return session.scalar(sa.select(OwnTermSetting).where(*own))


def put(term: OwnTerm, *, days: int, reminds: bool, actor: Principal) -> OwnTermSetting:
    """The section head sets how many days the body gives itself, and whether its people are reminded."""
    actor.require(Permission.OWN_TERM_SET)
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(f"须为1至{MOST_DAYS}的整数", field="days")
    row = setting_of(term, actor.body_id)
    if row is None:
        row = OwnTermSetting(body_id=actor.body_id, key=term.key, created_by_id=actor.user_id)
        session.add(row)
    row.days, row.reminds = days, reminds
    session.flush()
    said = f"内部时限：{term.title}{days}个工作日，{'提醒' if reminds else '不提醒'}"
    audit.record(row, action="own_term", label=said, actor=actor)
    return row
