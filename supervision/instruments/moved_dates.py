"""What follows a moved due date (another calendar, an extension): the records that copy it show it."""

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS, DueDate, DueKind
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.standing import refresh


def follow(row: DueDate, actor: Principal) -> None:
    """Copy the last day of a reply or supplement term into the columns that lists sort by."""
    paper = session.get(Instrument, row.owner_id)
    if paper is None or row.kind not in UNIT_KINDS or paper.due_on == row.due:
        return
    paper.due_on = row.due
    if row.kind is DueKind.SUPPLEMENT and paper.rounds:
        paper.rounds[-1].supplement_due = row.due
    session.flush()
    refresh(paper, actor=actor)


def follow_objection(row: DueDate, _actor: Principal) -> None:
    """Copy the last day of a review into the objection."""
    objection = session.get(Objection, row.owner_id)
    if objection is not None:
        objection.due_on = row.due
