"""催办 → 督办 → 约谈 → 通报 → 报本级政府: events on the paper, offered when due, never automatic."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.instruments.models import ChaseEvent, Instrument
from supervision.instruments.states import InstrumentStatus

OPEN = (InstrumentStatus.SIGNED, InstrumentStatus.DELIVERED, InstrumentStatus.SUPPLEMENT)


class Rung(StrEnum):
    """A rung of the ladder, mildest first."""

    URGE = "催办"
    SUPERVISE = "督办"
    INTERVIEW = "约谈"
    CIRCULATE = "通报"
    REPORT = "报本级政府"

    @property
    def label(self) -> str:
        return self.value


class Channel(StrEnum):
    """How the unit was reached."""

    TELEPHONE = "电话"
    SYSTEM = "系统"
    WRITTEN = "书面"
    VISIT = "上门"

    @property
    def label(self) -> str:
        return self.value


@dataclass(frozen=True)
class ChaseFacts:
    """One line of the ladder."""

    rung: Rung = Rung.URGE
    how: Channel = Channel.TELEPHONE
    on: date | None = None
    note: str = ""


def chase(paper: Instrument, facts: ChaseFacts, *, actor: Principal) -> ChaseEvent:
    """Record one step; an urging by telephone is one line."""
    actor.require(Permission.INSTRUMENT_DELIVER)
    if paper.status not in OPEN:
        message = f"文书为“{paper.status.label}”，不需要催办"
        raise WrongState(message)
    on = facts.on or clock.today()
    if on > clock.today():
        message = "日期不得晚于今天"
        raise DomainError(message, field="on")
    event = ChaseEvent(
        body_id=paper.body_id,
        instrument_id=paper.id,
        rung=facts.rung.value,
        how=facts.how.value,
        on=on,
        note=facts.note,
        created_by_id=actor.user_id,
    )
    session.add(event)
    for item in paper.items:
        if item.problem is not None:
            item.problem.chased_on = on
            item.problem.chased_how = (
                facts.how.value if facts.rung is Rung.URGE else facts.rung.value
            )
    line = f"{facts.how.value}{facts.rung.value}" + (f"：{facts.note}" if facts.note else "")
    record(paper, action="chase", label=line, actor=actor)
    session.flush()
    return event


def next_rung(paper: Instrument, events: list[ChaseEvent]) -> Rung | None:
    """What is offered now: nothing in time, then one rung above the last while overdue."""
    if paper.status not in OPEN or paper.due_on is None or paper.due_on >= clock.today():
        return None
    ladder = list(Rung)
    climbed = [ladder.index(Rung(event.rung)) for event in events if event.rung in set(Rung)]
    return ladder[min(max(climbed, default=-1) + 1, len(ladder) - 1)]


def events_of(paper: Instrument) -> list[ChaseEvent]:
    """The ladder climbed so far, oldest first."""
    statement = sa.select(ChaseEvent).where(ChaseEvent.instrument_id == paper.id)
    return list(session.scalars(statement.order_by(ChaseEvent.on, ChaseEvent.id)))
