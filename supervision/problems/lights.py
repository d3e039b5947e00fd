"""Where a problem in hand stands, defined once: for the ledger, the 工作台 and the pictures.

A problem in hand is exactly one of: not delivered, in time, near, overdue, to be verified.
A replied one waits for the bureau, whatever its day: it is 待核查, not 逾期.
"""

from datetime import date, timedelta

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.deadlines import Policy
from supervision.core.duedates import own_calendar
from supervision.problems.models import Problem, ProblemStatus

Criteria = tuple[sa.ColumnElement[bool], ...]
IN_HAND = Problem.in_hand == sa.true()  # also where the status says so: it leads the index
_ANSWERABLE = (IN_HAND, Problem.status == ProblemStatus.RECTIFYING)
_TO_VERIFY = (IN_HAND, Problem.status == ProblemStatus.TO_VERIFY)


def open_now() -> Criteria:
    """在办."""
    return (IN_HAND,)


def undelivered() -> Criteria:
    """尚未送达: being established, or established and not delivered yet."""
    before = [ProblemStatus.PENDING, ProblemStatus.ESTABLISHED]
    return IN_HAND, Problem.status.in_(before)


def in_time() -> Criteria:
    """期限内: the unit still has time, or no day was set."""
    return *_ANSWERABLE, sa.or_(Problem.due_on.is_(None), Problem.due_on > _near_until())


def near() -> Criteria:
    """临期: the light is amber (as core.deadlines.light says it)."""
    return *_ANSWERABLE, Problem.due_on.between(clock.today(), _near_until())


def overdue() -> Criteria:
    """逾期: past its last day and not answered."""
    return *_ANSWERABLE, Problem.due_on < clock.today()


def to_verify() -> Criteria:
    """待核查: answered, waiting for the bureau."""
    return _TO_VERIFY


def due_this_week() -> Criteria:
    """From today to Sunday; what is past is overdue, not due."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    return *_ANSWERABLE, Problem.due_on.between(today, sunday)


def _near_until() -> date:
    """The last day whose light is amber today: days off before the next working day are included."""
    later = own_calendar().shift(clock.today(), Policy().amber_workdays + 1)
    return later - timedelta(days=1)
