"""最迟送达日: a paper about an event has to be delivered so long before it, where its kind sets that.

The bureau's own duty, kept as a due date from the draft on: it moves with the event and with the calendar.
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core import clock, duedates
from supervision.core.access.principal import SYSTEM, Principal
from supervision.core.db import session
from supervision.core.deadlines import compute
from supervision.core.duedates import DueDate, DueKind, DueState, calendar_of
from supervision.core.duedates.shown import ShownDue
from supervision.instruments.drafting import subjects
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.rules import lead
from supervision.instruments.states import BEFORE_DELIVERY

MOVED = "约谈日期变动"


def follow(paper: Instrument, *, actor: Principal) -> None:
    """The due date says what the paper and its event say: begun, moved, or fallen away."""
    term = lead(paper.kind)
    if term is None or paper.back_entered or paper.status not in BEFORE_DELIVERY:
        return
    held, event = duedates.open_of(paper, DueKind.LEAD), subjects.day_of(paper)
    if event is None:
        duedates.end(paper, DueKind.LEAD, on=clock.today(), met=False)
    elif held is None:
        duedates.start(
            paper, DueKind.LEAD, term, on=event, title=f"{paper.title[:180]} 送达", event="约谈",
            basis=f"{paper.kind.name}的提前送达", actor=actor, holder_id=paper.handler_id,
        )  # fmt: skip
    elif held.start != event:
        held.start = event
        result = compute(event, term, calendar_of(paper.body_id))
        duedates.move(held, result, reason=MOVED, actor=actor)


def follow_event(table: str, key: int, *, actor: Principal) -> None:
    """The day of the event was set anew: every paper about it follows."""
    about = (Instrument.subject_type == table, Instrument.subject_id == key)
    for paper in session.scalars(sa.select(Instrument).where(*about).order_by(Instrument.id)).all():
        follow(paper, actor=actor)


def delivered(paper: Instrument, *, on: date) -> None:
    """In time or late, the duty is done."""
    duedates.end(paper, DueKind.LEAD, on=on)


def begin_missing() -> str:
    """The sweep: papers drafted before their last day was kept are given it."""
    with_lead = sa.select(InstrumentKind).where(InstrumentKind.lead_number.is_not(None))
    papers = [paper for kind in session.scalars(with_lead) for paper in _lacking(kind)]
    for paper in papers:
        follow(paper, actor=SYSTEM)
    return f"登记最迟送达日{len(papers)}件" if papers else ""


def _lacking(kind: InstrumentKind) -> Sequence[Instrument]:
    """Papers of one kind, found by its index: few of a city's are of a kind with such a term."""
    with_day = sa.exists().where(
        DueDate.owner_type == Instrument.__tablename__,
        DueDate.owner_id == Instrument.id,
        DueDate.kind == DueKind.LEAD,
    )
    waiting = (
        Instrument.body_id == kind.body_id,
        Instrument.kind_id == kind.id,
        Instrument.status.in_(BEFORE_DELIVERY),
        Instrument.back_entered.is_(False),
        ~with_day.correlate_except(DueDate),
    )
    return session.scalars(sa.select(Instrument).where(*waiting).order_by(Instrument.id)).all()


def warning(paper: Instrument, due: ShownDue | None) -> str:
    """What is to be said once it is, or would be today, delivered too late; nothing is blocked."""
    row = due.row if due is not None else None
    if row is None or row.state is DueState.ENDED:
        return ""
    if (paper.delivered_on or clock.today()) <= row.due:
        return ""
    told = "送达时" if paper.delivered_on else "今天送达"
    return f"{told}已过最迟送达日{clock.chinese_date(row.due)}，请改期或者征得对方同意。"
