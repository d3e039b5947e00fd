"""How the demonstration is told: on a day, as a person, in one unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import clock
from supervision.core.access.principal import Principal, acting
from supervision.core.db import session, unit_of_work
from supervision.core.duedates import current_calendar


@contextmanager
def scene(day: date, username: str, *, hour: int = 10) -> Iterator[Principal]:
    """Let `username` act on `day` at `hour` (bureau time); committed when the scene ends."""
    with clock.reliving(day, hour), unit_of_work():
        person = principal_of(session.query(User).filter_by(username=username).one())
        with acting(person):
            yield person


def workday(day: date) -> date:
    """`day`, or the next working day: nobody signs on a Sunday."""
    calendar = current_calendar()
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def later(day: date, days: int) -> date:
    """The working day `days` natural days after `day`."""
    return workday(day + timedelta(days=days))
