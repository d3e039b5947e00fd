"""A record in every state of every flow, in one bureau with somebody of each role; made through the services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from supervision.actions.models import ActionStatus
from supervision.clues.states import ClueStatus
from supervision.core import clock
from supervision.core.access import EVERYTHING, Role, seeing
from supervision.core.db import session, unit_of_work
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts
from supervision.instruments.objecting.states import Decision, Effect, ObjectionStatus
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import ProblemStatus
from supervision.referrals.states import ReferralStatus
from supervision.roster.models import RosterEntry
from tests.make import actions, clues, interviews, papers, people, problems, referrals
from tests.make.offices import USUAL, Office, found_office

E, S = ExtensionStatus, InstrumentStatus
HOLDERS = {  # role, as docs/workflows.md calls it: who holds it
    "承办人": "handler", "审核人": "reviewer", "签发人": "signatory", "联络员": "liaison",
    "单位负责人": "head", "监督员": "observer", "系统管理员": "sysadmin", "安全管理员": "secadmin",
    "审计员": "auditor",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Where a record stands: its table, its key, and the paper it hangs on."""

    table: str
    key: int
    paper: int = 0
    items: tuple[int, ...] = ()


Records = dict[str, dict[str, Kept]]  # title of the flow → label of the state → the record


def everything(app: Flask) -> Records:
    """Fill an empty store; which record is in which state."""
    held: Records = {}
    with _at_work(app):
        desk = _bureau()
    for title, states, make in _KINDS:
        held[title] = {}
        for state in states:
            with _at_work(app):
                held[title][state.label] = make(desk, state)
    return held


@contextmanager
def _at_work(app: Flask) -> Iterator[None]:
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        yield


def _bureau() -> Office:
    desk = found_office(seats=(*USUAL, "reviewer2", "head"))
    people.user("observer", Role.OBSERVER, body=desk.body)
    return desk


def _action(desk: Office, state: ActionStatus) -> Kept:
    held = session.scalars(
        sa.select(RosterEntry).where(RosterEntry.name.startswith("示例监督人员"))
    )
    team = [actions.member(one, leader=not n) for n, one in enumerate(held)]
    made = actions.action(
        state, by=desk.handler, leader=desk.signatory, units=[desk.unit], team=team
    )
    session.flush()
    return Kept("supervision_action", made.id)


def _clue(desk: Office, state: ClueStatus) -> Kept:
    made = clues.clue(state)
    session.flush()
    return Kept("clue", made.id)


def _problem(desk: Office, state: ProblemStatus) -> Kept:
    made = problems.problem(state, unit=desk.unit)
    if state is ProblemStatus.PENDING:
        problems.explained(made)
    session.flush()
    return Kept("problem", made.id)


def _paper(desk: Office, state: InstrumentStatus) -> Kept:
    made = papers.paper(desk, state)
    return Kept("instrument", made.id, made.id, tuple(item.id for item in made.items))


def _delivered(desk: Office) -> Instrument:
    return papers.paper(desk, S.DELIVERED)


def _extension(desk: Office, state: ExtensionStatus) -> Kept:
    paper = _delivered(desk)
    if state is E.FORWARDED:  # only a further one goes on to the signatory
        extending.grant(_asked(paper, desk), new_due=_later(40), actor=desk.reviewer)
        session.flush()
    asked = _asked(paper, desk)
    ways: dict[ExtensionStatus, Callable[[], Any]] = {
        E.FORWARDED: lambda: extending.forward(asked, actor=desk.reviewer),
        E.GRANTED: lambda: extending.grant(asked, new_due=_later(60), actor=desk.reviewer),
        E.REFUSED: lambda: extending.refuse(asked, reason="理由不足", actor=desk.reviewer),
        E.WITHDRAWN: lambda: extending.withdraw(asked, actor=desk.liaison),
        E.LAPSED: lambda: papers.walk(paper, desk, papers.replied),
    }
    ways.get(state, lambda: None)()
    assert asked.status is state
    return Kept("extension", asked.id, paper.id)


def _asked(paper: Instrument, desk: Office) -> Extension:
    facts = extending.ExtensionFacts("工作量大", _later(60))
    made = extending.ask(paper, facts, actor=desk.liaison)
    session.flush()
    return made


def _later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _decision(desk: Office) -> Instrument:
    """A delivered 决定书: the kind that may be objected to."""
    kind = kinds.in_force(desk.body_id, "decision")
    assert kind is not None
    items = drafting.items_from_problems([papers.problem(desk)], kind=kind)
    facts = drafting.PaperFacts(kind=kind, unit=desk.unit, items=items)
    made = drafting.draft(facts, actor=desk.handler)
    papers.walk(made, desk, *papers.ROADS[S.DELIVERED])
    return made


def _objection(desk: Office, state: ObjectionStatus) -> Kept:
    paper = _decision(desk)
    raised = objecting.raise_(paper, objecting.ObjectionFacts("事实有出入"), actor=desk.liaison)
    session.flush()
    other = people.principal("reviewer2")
    decided = DecisionFacts(Decision.UPHELD, "维持。", Effect.RUNS_ON, None)
    ways: dict[ObjectionStatus, Callable[[], Any]] = {
        ObjectionStatus.DECIDED: lambda: objecting.decide(raised, decided, actor=other),
        ObjectionStatus.NOT_ACCEPTED: lambda: objecting.not_accept(
            raised, reason="逾期提出", actor=other
        ),
        ObjectionStatus.WITHDRAWN: lambda: objecting.withdraw(raised, actor=desk.liaison),
        ObjectionStatus.LAPSED: lambda: objecting.lapse(paper, actor=desk.reviewer, because="试"),
    }
    ways.get(state, lambda: None)()
    assert raised.status is state
    return Kept("objection", raised.id, paper.id)


def _interview(desk: Office, state: InterviewStatus) -> Kept:
    made = interviews.interview(state, interviewees=interviews.heads(0))
    session.flush()
    return Kept("interview", made.id)


def _referral(desk: Office, state: ReferralStatus) -> Kept:
    made = referrals.referral(state)
    session.flush()
    return Kept("referral", made.id)


_KINDS: tuple[tuple[str, Any, Callable[[Office, Any], Kept]], ...] = (
    ("监督行动", ActionStatus, _action),
    ("线索与转办件", ClueStatus, _clue),
    ("发现问题", ProblemStatus, _problem),
    ("文书", InstrumentStatus, _paper),
    ("延期", ExtensionStatus, _extension),
    ("异议", ObjectionStatus, _objection),
    ("约谈", InterviewStatus, _interview),
    ("移交移送", ReferralStatus, _referral),
)
