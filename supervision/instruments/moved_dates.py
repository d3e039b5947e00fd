"""What follows a moved due date (another calendar, an extension): the paper and its problems show it."""

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS, DueDate
from supervision.instruments.models import Instrument
from supervision.instruments.standing import refresh


def follow(row: DueDate, actor: Principal) -> None:
    """Copy the last day of a reply or supplement term into the columns that lists sort by."""
    paper = session.get(Instrument, row.owner_id)
    if paper is None or row.kind not in UNIT_KINDS or paper.due_on == row.due:
        return
    paper.due_on = row.due
    session.flush()
    refresh(paper, actor=actor)
