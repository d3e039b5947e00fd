"""When people may be disturbed: 8:30–17:30 on working days, by the bureau's clock."""

import datetime as dt

from supervision.core import clock
from supervision.core.deadlines import Calendar

OPENS, CLOSES = dt.time(8, 30), dt.time(17, 30)


def is_open(moment: dt.datetime, calendar: Calendar) -> bool:
    """Whether a message may reach somebody at `moment`."""
    local = clock.local(moment)
    return calendar.is_workday(local.date()) and OPENS <= local.time() < CLOSES
