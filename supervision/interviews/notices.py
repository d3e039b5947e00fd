"""约谈通知书: one draft for each unit, placeholders from the interview; its delivery moves the interview."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.instruments.delivering.reactions import Day, Redating
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.states import WITHOUT_EFFECT, KindPurpose
from supervision.instruments.wording.before import named
from supervision.interviews import service
from supervision.interviews.models import (
    FLOW,
    Interview,
    Interviewee,
    InterviewPaper,
    InterviewProblem,
)
from supervision.interviews.people import units_of
from supervision.interviews.states import BEFORE, InterviewStatus, Seat


def draft(interview: Interview, *, actor: Principal) -> list[Instrument]:
    """Draft a notice to each unit that has none yet; they go through review and signature as papers do."""
    if not service.may_notify(interview, actor):
        raise WrongState(f"约谈“{interview.status.label}”，不能拟制通知书")
    kind = kinds.for_purpose(interview.body_id, KindPurpose.INTERVIEW)
    if kind is None:
        raise DomainError("没有启用的约谈通知书文种，请系统管理员设置")
    holding = {succession.present(unit) for unit in units_of(interview.interviewees)}
    told = {succession.present(paper.unit) for paper in of(interview) if paper.unit}
    waiting = sorted(holding - told, key=lambda unit: unit.id)
    if not waiting:
        raise DomainError("各单位的约谈通知书都已拟制")
    return [
        drafting.draft(
            PaperFacts(
                kind=kind,
                unit=unit,
                action_id=interview.action_id,
                subject_type=Interview.__tablename__,
                subject_id=interview.id,
            ),
            actor=actor,
        )
        for unit in waiting
    ]


def of(interview: Interview) -> list[Instrument]:
    """The notices of an interview that are in effect."""
    statement = (
        sa.select(Instrument)
        .where(
            Instrument.subject_type == Interview.__tablename__,
            Instrument.subject_id == interview.id,
            Instrument.status.not_in(WITHOUT_EFFECT),
        )
        .options(joinedload(Instrument.kind))
        .order_by(Instrument.id)
    )
    return list(session.scalars(statement))


def day(paper: Instrument) -> date | None:
    """The day for which the interview of a notice is planned, as long as it is to be held."""
    interview = session.get(Interview, paper.subject_id)
    return interview.planned_on if interview and interview.status in BEFORE else None


def slots(paper: Instrument) -> Mapping[str, str]:
    """What the placeholders of a notice stand for; only the heads of the unit it goes to."""
    interview = session.get(
        Interview,
        paper.subject_id,
        options=[
            selectinload(Interview.interviewees),
            selectinload(Interview.seats),
            selectinload(Interview.problem_links).joinedload(InterviewProblem.problem),
            selectinload(Interview.paper_links).joinedload(InterviewPaper.paper),
        ],
    )
    if interview is None:
        return {}
    people = [one for one in interview.interviewees if _theirs(one.unit, paper)]
    heads = [f"{one.name}（{one.post}）" if one.post else one.name for one in people]
    return {
        "约谈事由": interview.reason,
        "约谈时间": clock.chinese_date(interview.planned_on) + interview.planned_at,
        "约谈身份": _as_what(people),
        "约谈地点": interview.place,
        "约谈对象": "、".join(heads),
        "约谈人员": _bench(interview),
        "约谈内容": _matters(interview, paper),
    }


def _as_what(people: Sequence[Interviewee]) -> str:
    """有关负责人, 有关执法人员 or both, leaders first."""
    leading = sorted({not one.in_leadership for one in people})
    said = "和".join("执法人员" if officers else "负责人" for officers in leading)
    return f"有关{said}" if said else ""


def _theirs(unit: Unit | None, paper: Instrument) -> bool:
    """Whether something is of the unit the notice goes to; of others it tells nothing."""
    if paper.unit is None or unit is None:
        return False
    return succession.present(unit) is succession.present(paper.unit)


def _matters(interview: Interview, paper: Instrument) -> str:
    """What is to be talked about: the unit's problems and the papers over them, else the reason itself."""
    titles = (
        one.problem.title.strip().rstrip("。")
        for one in interview.problem_links
        if _theirs(one.problem.unit, paper)
    )
    problems = list(dict.fromkeys(titles))
    over = [
        named(one.paper)
        for one in interview.paper_links
        if one.paper.number and _theirs(one.paper.unit, paper)
    ]
    said = "；".join(problems) or interview.reason
    return f"{said}；涉及{'、'.join(over)}" if over else said  # no bracket within a bracket


def _bench(interview: Interview) -> str:
    """Who holds it, and who records."""
    held = "、".join(one.name for one in interview.seats if one.seat is not Seat.RECORDER)
    record = "、".join(one.name for one in interview.seats if one.seat is Seat.RECORDER)
    return f"{held}；记录人：{record}" if record else held


def delivered(paper: Instrument, on: date, actor: Principal) -> None:
    """Once the last notice is delivered the interview is 已通知; registered with papers."""
    if paper.subject_type != Interview.__tablename__ or paper.subject_id is None:
        return
    interview = session.get(Interview, paper.subject_id)
    if interview is None or interview.status is not InterviewStatus.APPROVED:
        return
    notices = of(interview)
    told = {
        succession.present(one.unit) for one in notices if one.delivered_on is not None and one.unit
    }
    if {succession.present(unit) for unit in units_of(interview.interviewees)} <= told:
        interview.notified_on = on
        interview.notice_number = paper.number or ""
        because = f"约谈通知书{paper.number}已送达"
        FLOW.settle(interview, InterviewStatus.NOTIFIED, actor=actor, because=because)
        session.flush()


def _told_by(paper: Instrument, on: date) -> Interview | None:
    """The interview that was 已通知 on that day by notices of which this is one."""
    if paper.subject_type != Interview.__tablename__ or paper.subject_id is None:
        return None
    interview = session.get(Interview, paper.subject_id)
    return interview if interview is not None and interview.notified_on == on else None


def _after(paper: Instrument, was: date) -> list[Day]:
    interview = _told_by(paper, was)
    return [("约谈实施", interview.held_on)] if interview is not None else []


def _follow(paper: Instrument, was: date, on: date, _actor: Principal) -> None:
    """It was told on the day of the last of its notices."""
    interview = _told_by(paper, was)
    if interview is not None:
        days = (one.delivered_on for one in of(interview))
        interview.notified_on = max((day for day in days if day is not None), default=on)


FOLLOWING = Redating(_after, _follow)
