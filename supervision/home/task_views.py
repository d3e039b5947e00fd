"""What waits for a person: one group a duty, each with its count and its most urgent few."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS, Lamp, ShownLight
from supervision.core.listing import Tab
from supervision.instruments.lists import awaiting, objected_to
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.side_states import ExtensionStatus
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.states import InstrumentStatus as S
from supervision.problems.lights import IN_HAND
from supervision.problems.lists import LEDGER
from supervision.problems.models import Problem, ProblemStatus

SHOWN = 6
Criteria = Sequence[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Task:
    """One matter that waits: what it is, for whom, and its light."""

    label: str
    detail: str
    url: str
    light: Any


@dataclass(frozen=True)
class Group:
    """A duty with what waits under it; `count` may be more than the few `tasks` shown."""

    title: str
    hint: str
    count: int
    url: str
    tasks: list[Task]


@dataclass(frozen=True)
class Duty:
    """Papers that wait for whoever holds `permission`."""

    title: str
    hint: str
    permission: Permission
    tab: str
    where: Callable[[Principal], Criteria]


DUTIES = (
    Duty("待我签发", "签发后取得文号", Permission.INSTRUMENT_SIGN, "sign",
         lambda me: [Instrument.status == S.AWAITING_SIGNATURE, Instrument.drafted_by_id != me.user_id]),
    Duty("待我审核", "通过或退回修改", Permission.INSTRUMENT_REVIEW, "review",
         lambda me: [Instrument.status == S.REVIEWING, Instrument.drafted_by_id != me.user_id]),
    Duty("待确认销号", "两名监督人员已同意", Permission.INSTRUMENT_CLOSE, "confirm",
         lambda _me: [Instrument.status == S.VERIFIED]),
    Duty("待批延期", "首次延期由审核人批准", Permission.EXTENSION_GRANT, "asked",
         lambda _me: [awaiting(ExtensionStatus.ASKED)]),
    Duty("待批再次延期", "审核人已同意", Permission.EXTENSION_GRANT_FURTHER, "asked",
         lambda _me: [awaiting(ExtensionStatus.FORWARDED)]),
    Duty("待复查异议", "由没有参与此件的人复查", Permission.OBJECTION_DECIDE, "asked",
         lambda me: [objected_to(), Instrument.drafted_by_id != me.user_id,
                     sa.func.coalesce(Instrument.reviewed_by_id, 0) != me.user_id,
                     sa.func.coalesce(Instrument.signed_by_id, 0) != me.user_id]),
    Duty("单位退回", "改派，或不同意退回", Permission.INSTRUMENT_DRAFT, "asked",
         lambda _me: [Instrument.status == S.HANDED_BACK]),
    Duty("退回我修改", "改好后再提交", Permission.INSTRUMENT_DRAFT, "drafts",
         lambda me: [Instrument.status == S.RETURNED, Instrument.drafted_by_id == me.user_id]),
    Duty("待送达", "已签发，尚未发出", Permission.INSTRUMENT_DELIVER, "unsent",
         lambda _me: [Instrument.status == S.SIGNED, Instrument.sent_at.is_(None)]),
    Duty("待核查", "单位已反馈", Permission.INSTRUMENT_VERIFY, "check",
         lambda _me: [Instrument.status == S.REPLIED]),
    Duty("逾期未反馈", "可催办或督办", Permission.INSTRUMENT_DELIVER, "overdue",
         lambda _me: [Instrument.status.in_([S.DELIVERED, S.SUPPLEMENT]), Instrument.due_on < clock.today()]),
    Duty("待签收", "签收之日起算期限", Permission.INSTRUMENT_RECEIVE, "unsent",
         lambda _me: [Instrument.status == S.SIGNED, Instrument.sent_method == DeliveryMethod.ELECTRONIC]),
    Duty("待反馈", "逐条答复后报送", Permission.INSTRUMENT_REPLY, "replies",
         lambda _me: [Instrument.status.in_([S.DELIVERED, S.SUPPLEMENT]), _reply_wanted()]),
    Duty("待我确认反馈", "确认后报送", Permission.INSTRUMENT_CONFIRM_REPLY, "replies",
         lambda _me: [Instrument.status.in_([S.DELIVERED, S.SUPPLEMENT]), Instrument.reply_ready.is_(True)]),
)  # fmt: skip


def _reply_wanted() -> sa.ColumnElement[bool]:
    wanting = sa.select(InstrumentKind.id).where(InstrumentKind.reply_wanted)
    return Instrument.kind_id.in_(wanting)


def groups(me: Principal) -> list[Group]:
    """The groups that have something waiting, in the order of `DUTIES`."""
    duties = [duty for duty in DUTIES if me.can(duty.permission)]
    lamp = Lamp()
    found = [_papers(duty, me, lamp) for duty in duties]
    found += [group for group in (_problems(me), _actions(me)) if group]
    return [group for group in found if group.count]


def _papers(duty: Duty, me: Principal, lamp: Lamp) -> Group:
    count = sa.func.count().over().label("total")
    statement = (
        sa.select(
            Instrument.id,
            Instrument.number,
            Instrument.addressee,
            Instrument.due_on,
            Instrument.status,
            InstrumentKind.name.label("kind_name"),
            count,
        )
        .join(InstrumentKind, InstrumentKind.id == Instrument.kind_id)
        .where(*duty.where(me))
        .order_by(Instrument.due_on.is_(None), Instrument.due_on, Instrument.id)
        .limit(SHOWN)
    )
    rows = session.execute(statement).all()
    waiting = [row.id for row in rows if row.status in (S.DELIVERED, S.SUPPLEMENT)]
    lights = lamp.of_owners("instrument", waiting, UNIT_KINDS)
    return Group(
        title=duty.title,
        hint=duty.hint,
        count=rows[0].total if rows else 0,
        url=url_for("instruments.index", tab=duty.tab),
        tasks=[_paper_task(row, lights.get(row.id)) for row in rows],
    )


def _paper_task(row: Any, light: ShownLight | None) -> Task:
    return Task(
        label=row.number or row.kind_name,
        detail=row.addressee if not row.number else f"{row.addressee} · {row.kind_name}",
        url=url_for("instruments.show", paper_id=row.id),
        light=light,
    )


def _problems(me: Principal) -> Group | None:
    if not me.can(Permission.PROBLEM_CONFIRM):
        return None
    established = [
        Problem.status == ProblemStatus.PENDING,
        Problem.first_by_id.is_not(None),
        Problem.second_by_id.is_not(None),
    ]
    rows = session.execute(
        sa.select(Problem.id, Problem.title, sa.func.count().over().label("total"))
        .where(*established)
        .order_by(Problem.id)
        .limit(SHOWN)
    ).all()
    return Group(
        title="待确认认定",
        hint="两名监督人员已认定",
        count=rows[0].total if rows else 0,
        url=url_for("problems.index", tab="pending"),
        tasks=[
            Task(row.title, "", url_for("problems.show", problem_id=row.id), None) for row in rows
        ],
    )


def _actions(me: Principal) -> Group | None:
    if not me.can(Permission.ACTION_APPROVE):
        return None
    rows = session.execute(
        sa.select(
            SupervisionAction.id, SupervisionAction.title, sa.func.count().over().label("total")
        )
        .where(SupervisionAction.status == ActionStatus.PREPARING)
        .order_by(SupervisionAction.starts_on)
        .limit(SHOWN)
    ).all()
    return Group(
        title="待批准的监督行动",
        hint="批准后方可实施",
        count=rows[0].total if rows else 0,
        url=url_for("actions.index"),
        tasks=[
            Task(row.title, "", url_for("actions.show", action_id=row.id), None) for row in rows
        ],
    )


@dataclass(frozen=True)
class Standing:
    """Open problems by their light, as numbers that lead to the ledger."""

    label: str
    count: int
    tone: str
    url: str


HEADLINES = {"open": "active", "week": "near", "overdue": "overdue", "verify": "active"}


def standings(me: Principal) -> list[Standing]:
    """The ledger's 在办, 本周到期, 逾期, 待核查, counted in one pass by the ledger's own criteria."""
    if not me.can(Permission.PROBLEM_VIEW):
        return []
    tabs = [tab for tab in LEDGER.tabs if tab.name in HEADLINES]
    counts = [_count(sa.and_(*tab.where())) for tab in tabs]
    row = session.execute(sa.select(*counts).select_from(Problem).where(IN_HAND)).one()
    return [
        Standing(tab.label, count or 0, HEADLINES[tab.name], _ledger(tab))
        for tab, count in zip(tabs, row, strict=True)
    ]


def _ledger(tab: Tab) -> str:
    return url_for("problems.ledger", tab=tab.name)


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
