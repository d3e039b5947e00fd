"""催办 → 督办 → 约谈 → 通报 → 报本级政府: events on the paper, offered when due, never automatic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.core.held import held
from supervision.core.words import Word
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem
from supervision.problems.service import Outcome

CLIMBED = "climbed"
OPEN = (InstrumentStatus.SIGNED, InstrumentStatus.DELIVERED, InstrumentStatus.SUPPLEMENT)


class Rung(Word):
    """A rung of the ladder, mildest first."""

    URGE = "催办"
    SUPERVISE = "督办"
    INTERVIEW = "约谈"
    CIRCULATE = "通报"
    REPORT = "报本级政府"


class Channel(Word):
    """How the unit was reached."""

    TELEPHONE = "电话"
    SYSTEM = "系统"
    WRITTEN = "书面"
    VISIT = "上门"


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
    refusal = _refusal(paper)
    if refusal:
        raise WrongState(refusal)
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
    line = f"{facts.how.value}{facts.rung.value}" + (f"：{facts.note}" if facts.note else "")
    record(paper, action="chase", label=line, actor=actor)
    session.flush()
    return event


def is_overdue(paper: Instrument) -> bool:
    """Whether the unit's last day is past and nothing has come."""
    return paper.status in OPEN and paper.due_on is not None and paper.due_on < clock.today()


def next_rung(paper: Instrument, events: list[ChaseEvent]) -> Rung | None:
    """What is offered now: nothing in time, then one rung above the last while overdue."""
    if not is_overdue(paper):
        return None
    ladder = list(Rung)
    climbed = [ladder.index(Rung(event.rung)) for event in events if event.rung in set(Rung)]
    return ladder[min(max(climbed, default=-1) + 1, len(ladder) - 1)]


def events_of(paper: Instrument) -> list[ChaseEvent]:
    """The ladder climbed so far, oldest first."""
    statement = sa.select(ChaseEvent).where(ChaseEvent.instrument_id == paper.id)
    ordered = statement.order_by(ChaseEvent.on, ChaseEvent.id)
    return held(paper, CLIMBED, lambda: list(session.scalars(ordered)))


def hindrances(problems: Sequence[Problem]) -> dict[int, str]:
    """Which of the problems a step over many will pass over, by key, with the reason."""
    papers = _papers_of(problems)
    said = {one.id: _refusal(papers.get(one.paper_id or 0)) for one in problems}
    return {key: reason for key, reason in said.items() if reason}


def _refusal(paper: Instrument | None) -> str:
    if paper is None:
        return "问题尚未列入文书，无从催办"
    return "" if paper.status in OPEN else f"文书为“{paper.status.label}”，不需要催办"


def chase_problems(
    problems: Sequence[Problem], facts: ChaseFacts, *, actor: Principal
) -> list[Outcome]:
    """Urge over problems of the ledger: each paper once, each problem with its own result."""
    papers = _papers_of(problems)
    said: dict[int, str] = {}
    outcomes = []
    for problem in problems:
        paper = papers.get(problem.paper_id or 0)
        if paper is None:
            outcomes.append(Outcome(problem, _refusal(None)))
            continue
        if paper.id not in said:
            said[paper.id] = _try(paper, facts, actor)
        outcomes.append(Outcome(problem, said[paper.id]))
    return outcomes


def _papers_of(problems: Sequence[Problem]) -> dict[int, Instrument]:
    keys = {problem.paper_id for problem in problems if problem.paper_id}
    statement = sa.select(Instrument).where(Instrument.id.in_(keys))
    loading = selectinload(Instrument.items).joinedload(InstrumentItem.problem)
    return {paper.id: paper for paper in session.scalars(statement.options(loading))}


def _try(paper: Instrument, facts: ChaseFacts, actor: Principal) -> str:
    try:
        chase(paper, facts, actor=actor)
    except WrongState as refusal:
        return refusal.message
    return ""
