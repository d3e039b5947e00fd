"""数据缺口: what the records of a period still lack; counted and listed like any figure."""

from typing import Any

import sqlalchemy as sa

from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus, Source
from supervision.core.duedates import this_day
from supervision.instruments.models import Instrument
from supervision.instruments.states import NUMBERED
from supervision.interviews.models import Interview
from supervision.interviews.states import BEFORE, COUNTED
from supervision.problems.models import Problem, ProblemStatus
from supervision.reports.indicators.model import Indicator
from supervision.roster.models import JointDocument, Pool, RosterEntry

GROUP = "数据缺口"


_TODAY = this_day()


def _gap(
    key: str, name: str, measure: str, record: str, day: Any, *where: sa.ColumnElement[bool]
) -> Indicator:
    return Indicator(
        key=key, name=name, measure=measure, rule=name, basis="", group=GROUP, record=record,
        model=day.class_, day=day, where=where,
    )  # fmt: skip


GAPS = (
    _gap(
        "gap_undelivered", "文书已签发、缺送达日期", "份", "instrument", Instrument.signed_on, Instrument.status.in_(NUMBERED), Instrument.delivered_on.is_(None),
    ),
    _gap(
        "gap_unreported", "转办件已办结、缺回告日期", "件", "clue", Clue.closed_on,
        Clue.status == ClueStatus.CLOSED, Clue.report_wanted.is_(True),
    ),
    _gap(
        "gap_source_number", "上级转办件缺来文编号", "件", "clue", Clue.received_on,
        Clue.source.in_([Source.PROVINCE, Source.PROVINCE_SITE]), Clue.source_number == "",
    ),
    _gap(
        "gap_pending", "问题尚未认定（未计入发现问题）", "条", "problem", Problem.found_on,
        Problem.status == ProblemStatus.PENDING,
    ),
    _gap(
        "gap_interview_day", "约谈日期已过、缺实施日期", "次", "interview", Interview.planned_on, Interview.status.in_(BEFORE), Interview.planned_on < _TODAY, Interview.back_entered.is_(False),
    ),
    _gap(
        "gap_minutes", "约谈缺记录", "次", "interview", Interview.held_on,
        Interview.status.in_(COUNTED), Interview.minutes == "",
    ),
    _gap(
        "gap_certificate", "监督人员缺证件号", "名", "roster_entry", RosterEntry.appointed_on, RosterEntry.pool == Pool.SUPERVISOR,
        RosterEntry.certificate_no == "",
    ),
    _gap(
        "gap_document_number", "协作文件缺文号", "件", "joint_document", JointDocument.dated_on, JointDocument.number == "",
    ),
)  # fmt: skip
