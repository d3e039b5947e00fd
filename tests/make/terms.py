"""The last day of a paper's reply, moved to where a test wants it: by its due date, the only source."""

from datetime import date

from supervision.core import duedates
from supervision.core.access.principal import SYSTEM
from supervision.core.db import session
from supervision.core.deadlines import fixed
from supervision.core.duedates import UNIT_KINDS, current_calendar
from supervision.instruments.models import Instrument


def ends_on(paper_id: int | None, day: date) -> None:
    """The term that runs on the paper ends on `day`."""
    row = duedates.open_of(session.get_one(Instrument, paper_id), *UNIT_KINDS)
    assert row is not None
    duedates.move(row, fixed(day, current_calendar()), reason="试", actor=SYSTEM)
