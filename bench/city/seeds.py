"""What the demonstration lacks and a city has: side records, reminders, matters at every step."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.duedates import DueDate
from supervision.core.duedates.models import DueDateChange
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.objecting.models import Objection
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import MaterialKind, Problem, WorkingPaper
from supervision.reminders.sweep import sweep

LATER = timedelta(days=15)


def enrich() -> None:
    """Add them to the demonstration before it is copied."""
    with seeing(EVERYTHING):
        with unit_of_work():
            _beside_papers()
        with unit_of_work():
            sweep()


def _beside_papers() -> None:
    papers = session.scalars(
        sa.select(Instrument)
        .join(Instrument.kind)
        .where(Instrument.status == InstrumentStatus.DELIVERED, InstrumentKind.reply_wanted)
        .order_by(Instrument.id)
    ).all()
    asked, objected = papers[0], papers[-1]
    own = (DueDate.owner_type == "instrument", DueDate.owner_id == asked.id)
    due = session.scalars(sa.select(DueDate).where(*own).order_by(DueDate.id).limit(1)).one()
    problem = session.scalars(sa.select(Problem).order_by(Problem.id).limit(1)).one()
    of = {"body_id": asked.body_id, "created_by_id": asked.handler_id}
    today = clock.today()
    session.add_all(
        [
            Extension(instrument_id=asked.id, due_date_id=due.id, number=1, asked_on=today,
                      reason="整改涉及系统改造", old_due=due.due, asked_due=due.due + LATER, **of),
            Objection(instrument_id=objected.id, raised_on=today, last_day=today + LATER,
                      grounds="对第一项问题的事实认定有异议", due_on=today + LATER, **of),
            ChaseEvent(instrument_id=asked.id, rung="催办", how="电话", on=today, **of),
            DueDateChange(due_date_id=due.id, old_due=due.due - LATER, new_due=due.due,
                          reason="延期", root_type=due.root_type, root_id=due.root_id, **of),
            WorkingPaper(problem_id=problem.id, kind=MaterialKind.RECORD, content="询问笔录",
                         made_on=problem.found_on, **of),
        ]
    )  # fmt: skip


def at_every_step(connection: Connection, *, since: date | None = None) -> None:
    """Some copies stand at steps which the demonstration has left behind."""
    day = (since or clock.today()).isoformat()
    for statement in STEPS:
        connection.execute(sa.text(statement), {"day": day, "later": _later(day)})


def _later(day: str) -> Any:
    return (date.fromisoformat(day) + LATER).isoformat()


STEPS = (
    (
        "UPDATE clue SET status = 'registered', closed_on = NULL, finding = NULL, reported_on = NULL, "
        "accepted_on = NULL, checking_on = NULL, dealt_with = false WHERE id % 31 = 1"
    ),
    (
        "UPDATE clue SET status = 'checking', closed_on = NULL, finding = NULL, reported_on = NULL, "
        "dealt_with = false, due_on = :later WHERE id % 31 = 2"
    ),
    (
        "UPDATE due_date SET state = 'open', closed_on = NULL, due = :later WHERE owner_type = 'clue' "
        "AND owner_id IN (SELECT id FROM clue WHERE id % 31 = 2)"
    ),
    (
        "UPDATE interview SET status = 'drafted', held_on = NULL, closed_on = NULL, approved_on = NULL, "
        "notified_on = NULL, approved_by_id = NULL, planned_on = :later WHERE id % 29 = 1"
    ),
    (
        "UPDATE interview SET status = 'tracking', closed_on = NULL, promise = '限期完成整改', "
        "promise_due = :later WHERE id % 29 = 2 AND held_on IS NOT NULL"
    ),
    (
        "UPDATE referral SET status = 'reviewing', approved_on = NULL, approved_by_id = NULL, "
        "sent_on = NULL, received_on = NULL, answered_on = NULL, archived_on = NULL WHERE id % 29 = 1"
    ),
    (
        "UPDATE supervision_action SET status = 'preparing', approved_on = NULL, approved_by_id = NULL, "
        "begun_on = NULL, fed_back_on = NULL, tracked_on = NULL, archived_on = NULL WHERE id % 37 = 1"
    ),
    "UPDATE extension SET status = 'withdrawn' WHERE id % 31 <> 1",
    "UPDATE objection SET status = 'withdrawn' WHERE id % 31 <> 1",
    "UPDATE instrument SET status = 'reviewing' WHERE status = 'draft' AND id % 7 = 1",
    (
        "UPDATE instrument SET status = 'awaiting_signature', reviewed_on = :day, "
        "reviewed_by_id = handler_id WHERE status = 'draft' AND id % 7 = 2"
    ),
)
