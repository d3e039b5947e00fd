"""A small random office, and what each of its lists must show to whom, said over plain rows (product.md §1–§4).

Nothing here asks the lists' own declarations: a row is a plain object, a view a function of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.agencies.models import Level
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core import clock, settings
from supervision.core.access import Role
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, ProblemStatus
from supervision.referrals.models import Referral, ReferralViewer
from supervision.referrals.states import ReferralStatus
from tests.make import actions, clues, interviews, papers, people, problems, referrals
from tests.make.offices import SEATS, Office, found_office

STAFF = ("handler", "second", "reviewer", "signatory", "above")
UNITS = {"liaison": 0, "head": 0, "liaison2": 1}
Test = Callable[[Any, "Reader"], bool]


@dataclass(frozen=True)
class Reader:
    """Who looks, and on which day."""

    seat: str
    key: int
    unit: int
    today: date


def lay(seed: int, *, share: float = 1.0) -> dict[str, int]:
    """Records of every kind, each in a state of its own, in two units; the keys of people and units by name."""
    rng, desk = Random(seed), found_office(seats=SEATS)  # noqa: S311  (repeatable)
    other = replace(
        desk, unit_id=desk.other_unit_id, seats={**desk.seats, "liaison": desk.seats["liaison2"]}
    )
    today = clock.today()

    def some(states: Iterable[Any]) -> list[Any]:
        return [one for one in states if rng.random() < share]

    def lately() -> date:
        return today - timedelta(rng.choice((0, 1, 3, 8, 35, 100)))

    for status in some(papers.ROADS):
        with clock.reliving(lately(), 10):
            papers.paper(rng.choice((desk, other)), status)
    for state in some(ClueStatus):
        clues.clue(
            state, on=today, received_on=today - timedelta(rng.choice((0, 9))),
            due_on=today + timedelta(rng.choice((-3, 0, 20))), report_wanted=rng.random() < 0.5,
            unit=rng.choice((desk.unit, other.unit)),
        )  # fmt: skip
    for state in some(InterviewStatus):
        with clock.reliving(lately(), 10):
            interviews.interview(state)
    team = actions.pair(by=desk.handler)
    for status in some(ActionStatus):
        actions.action(
            status, by=desk.handler, leader=desk.signatory, units=[rng.choice((desk, other)).unit],
            team=team,
        )  # fmt: skip
    found = [problems.problem(status, unit=desk.unit) for status in some(_WITHOUT_PAPER)]
    for state in some(ReferralStatus):
        referrals.referral(state, problems=rng.sample(found, min(len(found), 1)))
    for named in ("reviewer", "second"):
        for one in session.scalars(sa.select(Referral)):
            if rng.random() < 0.4:
                viewer = desk.id_of(named)
                session.add(ReferralViewer(body_id=one.body_id, referral_id=one.id, user_id=viewer))
    _call_apart()
    _put_below(desk)
    keys = {seat: desk.id_of(seat) for seat in SEATS}
    return {**keys, "unit": desk.unit_id, "other": desk.other_unit_id}


_WITHOUT_PAPER = (
    ProblemStatus.PENDING, ProblemStatus.REJECTED, ProblemStatus.ESTABLISHED,
    ProblemStatus.FIXED_ON_SPOT, ProblemStatus.UNFIXABLE,
)  # fmt: skip


def _put_below(desk: Office) -> None:
    """A province above, whose people read what is below them; `above` is one of them."""
    province = people.body("示例省", level=Level.PROVINCE)
    people.user("above", Role.REVIEWER, body=province)
    with crossing("a test puts one body below another"):
        desk.body.parent_id, desk.body.path = province.id, f"{province.path}{desk.body_id}/"
        session.flush()
    settings.put("superior_reads_records", True)


def _call_apart() -> None:
    """Each record by a name of its own, so that one is found and no other."""
    for model, name, word in (
        (Problem, "title", "问题"), (Clue, "subject", "线索"), (Interview, "reason", "约谈"),
        (Referral, "subject", "移交"), (SupervisionAction, "title", "行动"),
        (Instrument, "title", "文书"),
    ):  # fmt: skip
        for row in session.scalars(sa.select(model)):
            setattr(row, name, f"{word}{row.id:03}号事项")
    session.flush()


def rows_of(model: Any) -> list[Any]:
    return list(session.scalars(sa.select(model).order_by(model.id)))


P, C, N, R, S, A = (
    ProblemStatus, ClueStatus, InterviewStatus, ReferralStatus, InstrumentStatus, ActionStatus,
)  # fmt: skip
_ENDED = (P.REJECTED, P.CLOSED, P.FIXED_ON_SPOT, P.UNFIXABLE, P.REFERRED_AWAY)


def _in_hand(row: Any) -> bool:
    return row.status not in _ENDED


def _past(day: date | None, who: Reader) -> bool:
    return day is not None and day < who.today


def _this_week(row: Any, who: Reader) -> bool:
    sunday = who.today + timedelta(6 - who.today.weekday())
    return (
        row.status is P.RECTIFYING and row.due_on is not None and who.today <= row.due_on <= sunday
    )


def _unfinished(row: Any) -> bool:
    """A clue that is still owed: not closed, or closed and to be reported back."""
    if row.status is C.CLOSED:
        return bool(row.report_wanted)
    return row.status not in (C.REPORTED, C.DECLINED)


def _with_unit(row: Any) -> bool:
    return row.status in (S.DELIVERED, S.SUPPLEMENT) and row.kind.reply_wanted


def _is(*states: Any) -> Test:
    return lambda row, _who: row.status in states


LEDGER: dict[str, Test] = {
    "在办": lambda row, _who: _in_hand(row),
    "本周到期": _this_week,
    "逾期": lambda row, who: row.status is P.RECTIFYING and _past(row.due_on, who),
    "未签收": lambda row, _who: (
        row.status is P.ESTABLISHED and bool(row.paper_number) and row.delivered_on is None
    ),
    "待核查": _is(P.TO_VERIFY),
    "已销号": _is(P.CLOSED),
    "全部": lambda row, _who: row.status is not P.REJECTED,
}
PROBLEMS: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "待核实": _is(P.PENDING),
    "待列入文书": lambda row, _who: row.status is P.ESTABLISHED and row.paper_id is None,
    "不予认定": _is(P.REJECTED),
}
CLUES: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "我承办": lambda row, who: row.handler_id == who.key and _unfinished(row),
    "待受理": _is(C.REGISTERED),
    "办理中": _is(C.ACCEPTED, C.CHECKING, C.PASSED_ON),
    "逾期": lambda row, who: _unfinished(row) and _past(row.due_on, who),
    "待回告": lambda row, _who: row.status is C.CLOSED and row.report_wanted,
    "已完成": lambda row, _who: not _unfinished(row) and row.status is not C.DECLINED,
    "不予受理": _is(C.DECLINED),
}
INTERVIEWS: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "待批准": _is(N.DRAFTED),
    "待实施": _is(N.APPROVED, N.NOTIFIED, N.ABSENT),
    "承诺跟踪": _is(N.TRACKING),
    "承诺逾期": lambda row, who: row.status is N.TRACKING and _past(row.promise_due, who),
    "已实施": _is(N.HELD, N.TRACKING, N.CLOSED),
    "取消": _is(N.CANCELLED),
}
REFERRALS: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "拟稿": _is(R.DRAFT),
    "审批": _is(R.REVIEWING),
    "待接收": _is(R.SENT),
    "待回告": lambda row, _who: row.status in (R.RECEIVED, R.PROCESSING) and row.answer_wanted,
    "退回": _is(R.RETURNED),
    "已回告、归档": _is(R.ANSWERED, R.ARCHIVED),
}
ACTIONS: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "进行中": _is(A.PREPARING, A.APPROVED, A.ONGOING, A.FEEDBACK, A.TRACKING),
    "总结归档": _is(A.ARCHIVED),
    "中止、取消": _is(A.SUSPENDED, A.CANCELLED),
}
PAPERS: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "拟稿中": _is(S.DRAFT, S.RETURNED),
    "审核中": _is(S.REVIEWING),
    "待签发": _is(S.AWAITING_SIGNATURE),
    "待确认签批": _is(S.REGISTERED),
    "待送达": _is(S.SIGNED),
    "待反馈": lambda row, _who: _with_unit(row),
    "逾期": lambda row, who: _with_unit(row) and _past(row.due_on, who),
    "待核查": _is(S.REPLIED),
    "待销号": _is(S.VERIFIED),
    "待办结": lambda row, _who: row.status is S.DELIVERED and not row.kind.reply_wanted,
    "已办结": _is(S.CLOSED, S.ARCHIVED),
    "作废": _is(S.VOID),
    "已撤销": _is(S.REVOKED),
}
INCOMING: dict[str, Test] = {
    "全部": lambda _row, _who: True,
    "待签收": _is(S.SIGNED),
    "待反馈": lambda row, _who: _with_unit(row),
    "逾期": lambda row, who: _with_unit(row) and _past(row.due_on, who),
    "已反馈": _is(S.REPLIED, S.VERIFIED),
    "已办结": _is(S.CLOSED, S.ARCHIVED),
    "已撤销": _is(S.REVOKED),
}


def reached(row: Any, who: Reader) -> bool:
    """A paper the unit was sent or handed: not one of another unit, and no draft."""
    return row.unit_id == who.unit and (row.sent_at is not None or row.delivered_on is not None)


def named_on(row: Any, who: Reader) -> bool:
    """A referral is known to its handler, its approver and those named."""
    viewers = {one.user_id for one in rows_of(ReferralViewer) if one.referral_id == row.id}
    return who.key in {row.handler_id, row.approver_id, *viewers}


@dataclass(frozen=True)
class Shelf:
    """A list: its address, the rows that are anybody's, its views; `per_head`: a line of its sheet is a person."""

    address: str
    model: Any
    views: dict[str, Test]
    seen: Test = lambda _row, _who: True
    per_head: bool = False

    def rows(self, view: str, who: Reader) -> list[Any]:
        return [
            one for one in rows_of(self.model) if self.seen(one, who) and self.views[view](one, who)
        ]


OF_STAFF = (
    Shelf("/problems/ledger", Problem, LEDGER),
    Shelf("/problems/", Problem, PROBLEMS),
    Shelf("/clues/", Clue, CLUES),
    Shelf("/interviews/", Interview, INTERVIEWS, per_head=True),
    Shelf("/referrals/", Referral, REFERRALS, seen=named_on),
    Shelf("/actions/", SupervisionAction, ACTIONS),
    Shelf("/instruments/", Instrument, PAPERS),
)
OF_UNITS = (Shelf("/instruments/", Instrument, INCOMING, seen=reached),)
