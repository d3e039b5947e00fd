"""How the matters that wait for a person stand: late, due today, due this week, new since the last message."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.core import clock, pending
from supervision.core.access.principal import Principal
from supervision.core.access.scope import Scope, present_scope
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState, this_day
from supervision.core.pairs.models import Proposal
from supervision.core.prepared import Question, question
from supervision.reminders.inbox import live
from supervision.reminders.models import Channel, Notice, NoticeKind


@dataclass(frozen=True)
class Counts:
    """N, the number of the queue, and of these how many are late, due today, due later this week.

    `fresh`: those of which something was not yet said on this channel; one may also be late.
    """

    total: int = 0
    late: int = 0
    today: int = 0
    week: int = 0
    fresh: int = 0

    @property
    def in_brackets(self) -> str:
        """（逾期3件，今天到期1件，本周到期4件，新2件）; what there is none of is left out."""
        said = [
            f"{word}{pending.counted(number)}件"
            for word, number in (
                ("逾期", self.late),
                ("今天到期", self.today),
                ("本周到期", self.week),
                ("新", self.fresh),
            )
            if number
        ]
        return f"（{'，'.join(said)}）" if said else ""


def counts_of(me: Principal, channel: Channel) -> Counts:
    """The queue of `me` counted: its matters are those of core/pending, the same statement."""
    asked = _counting(me, channel, present_scope(), session.get_bind().dialect.driver)
    if asked is None:
        return Counts()
    [(total, *rest)] = asked.rows()
    return Counts(total, *map(int, rest))


@lru_cache(maxsize=512)
def _counting(me: Principal, channel: Channel, _scope: Scope, _store: str) -> Question | None:
    """The question, made once for a person as the number's own; the day is found out when it is asked."""
    waiting = pending.matters(me)
    if waiting is None:
        return None
    columns = (_day_of(waiting).label("day"), _fresh(waiting, me, channel).label("fresh"))
    standing = sa.select(*columns).select_from(waiting).subquery()
    of, today, sunday = standing.c, this_day(), _sunday()

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    return question(
        sa.select(
            sa.func.count(),
            number(of.day < today),
            number(of.day == today),
            number(sa.and_(of.day > today, of.day <= sunday)),
            number(of.fresh),
        ).select_from(standing)
    )


def _sunday() -> sa.BindParameter[dt.date]:
    """The last day of this week, found out whenever it is asked."""

    def found() -> dt.date:
        today = clock.today()
        return today + dt.timedelta(days=6 - today.weekday())

    return sa.bindparam(None, callable_=found, type_=sa.Date())


def _day_of(matter: sa.Subquery) -> sa.ScalarSelect[dt.date]:
    """The earliest last day that still runs for a matter."""
    runs = (
        DueDate.root_type == matter.c.matter_type,
        DueDate.root_id == matter.c.matter_id,
        DueDate.state == DueState.OPEN,
    )
    return sa.select(sa.func.min(DueDate.due)).where(*runs).scalar_subquery()


def _fresh(matter: sa.Subquery, me: Principal, channel: Channel) -> sa.ColumnElement[bool]:
    """Something happened that was not said yet; a further reminder of the same day is nothing new."""
    unsaid = Notice.mailed_in if channel is Channel.MAIL else Notice.posted_in
    earlier = aliased(Notice)
    reminded = sa.exists().where(
        earlier.user_id == Notice.user_id,
        earlier.due_date_id == Notice.due_date_id,
        earlier.kind == NoticeKind.REMINDER,
        earlier.id < Notice.id,
    )
    news = (Notice.kind != NoticeKind.REMINDER) | ~reminded
    own = (Notice.user_id == me.user_id, unsaid.is_(None), live(), news)
    return sa.exists().where(*own, _about(matter))


def _about(matter: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether a notice speaks of the matter: of its record, of a proposal about it, or stands for itself."""
    kind, key = matter.c.matter_type, matter.c.matter_id
    bare = sa.and_(Notice.root_type == "", kind == Notice.__tablename__, key == Notice.id)
    proposed = sa.exists().where(
        Notice.root_type == Proposal.__tablename__,
        Proposal.id == Notice.root_id,
        Proposal.subject_type == kind,
        Proposal.subject_id == key,
    )
    root = sa.and_(Notice.root_type == kind, Notice.root_id == key)
    return sa.or_(root, bare, proposed)
