"""When people may be disturbed: 8:30–17:30 on working days, by the bureau's clock."""

import datetime as dt

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.db import Expression
from supervision.core.deadlines import Calendar
from supervision.core.duedates import observed_calendars

OPENS, CLOSES = dt.time(8, 30), dt.time(17, 30)


def is_open(moment: dt.datetime, calendar: Calendar) -> bool:
    """Whether a message may reach somebody at `moment`."""
    local = clock.local(moment)
    return calendar.is_workday(local.date()) and OPENS <= local.time() < CLOSES


def reachable(now: dt.datetime) -> sa.ColumnElement[bool] | None:
    """Whose working hours these are, by the calendar of each one's body; None where nobody's are."""
    at_work = [one for one in observed_calendars() if is_open(now, one.calendar)]
    return sa.or_(*(one.holds_for(_body_of_user()) for one in at_work)) if at_work else None


def _body_of_user() -> Expression:
    """The body whose days a person observes: their own, or that which supervises their unit."""
    of_unit = sa.select(Unit.body_id).where(Unit.id == User.unit_id).scalar_subquery()
    return sa.func.coalesce(User.body_id, of_unit)
