"""The bureau's own terms over clues: taking one up, reporting back what came of it."""

import datetime as dt

import sqlalchemy as sa

from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core.access.scope import within
from supervision.core.db import Query
from supervision.core.pending import OwnTerm

REGISTERED = (Clue.status == ClueStatus.REGISTERED, Clue.back_entered.is_(False))
TO_REPORT = (Clue.status == ClueStatus.CLOSED, Clue.report_wanted.is_(True))


def _to_accept() -> Query:
    return sa.select(Clue.id, Clue.received_on.label("begun")).where(*within(Clue), *REGISTERED)


def _accepted(first: dt.date, last: dt.date) -> Query:
    """Taken up or refused; a clue that nobody took up is still to come."""
    decided = sa.func.coalesce(Clue.accepted_on, Clue.declined_on)
    came = (Clue.received_on.between(first, last), Clue.back_entered.is_(False))
    columns = (Clue.received_on.label("begun"), decided.label("ended"))
    return sa.select(*columns).where(*within(Clue), *came, decided.is_not(None))


def _to_report() -> Query:
    return sa.select(Clue.id, Clue.closed_on.label("begun")).where(*within(Clue), *TO_REPORT)


def _reported(first: dt.date, last: dt.date) -> Query:
    closed = (Clue.closed_on.between(first, last), Clue.back_entered.is_(False))
    columns = (Clue.closed_on.label("begun"), Clue.reported_on.label("ended"))
    return sa.select(*columns).where(*within(Clue), *closed, Clue.reported_on.is_not(None))


ACCEPT = OwnTerm("clue.accept", "受理线索", "收件", 5, "clue", _to_accept, _accepted)
REPORT = OwnTerm("clue.report", "回告", "办结", 5, "clue", _to_report, _reported)
OWN_TERMS = (ACCEPT, REPORT)
