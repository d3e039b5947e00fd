"""Figures of interviews that took place: 人 are different persons, 人次 attendances."""

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.interviews.counting import ON_FILE
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import COUNTED
from supervision.reports.indicators.model import Indicator

GROUP = "约谈"
_OF_UNIT = sa.select(Unit.field).where(Unit.id == Interviewee.unit_id).scalar_subquery()
_TYPED = ON_FILE.is_(None)
# A person is the officer on file; one typed by hand is the name at the unit.
_PERSON = (
    sa.func.coalesce(ON_FILE, 0),
    sa.case((_TYPED, Interviewee.name), else_=""),
    sa.case((_TYPED, Interviewee.unit_id), else_=0),
)
_RULE = "期间已实施的约谈中到场的{who}，{how}；缺席的人、改期未实施和取消的约谈不计"


def _people(key: str, name: str, *, leaders: bool, times: bool) -> Indicator:
    who = "部门负责人（单位领导班子成员）" if leaders else "执法人员（领导班子成员以外）"
    how = "每次到场各计一人次" if times else "同一人多次约谈计一人"
    return Indicator(
        key=key,
        name=name,
        measure="人次" if times else "人",
        rule=_RULE.format(who=who, how=how),
        basis="实施日期",
        group=GROUP,
        record="interviewee",
        model=Interviewee,
        joins=((Interview, Interview.id == Interviewee.interview_id),),
        day=Interview.held_on,
        where=(
            Interview.status.in_(COUNTED),
            Interviewee.absent.is_(False),
            Interviewee.in_leadership.is_(leaders),
        ),
        unit=Interviewee.unit_id,
        field=_OF_UNIT,
        action=Interview.action_id,
        one_per=() if times else _PERSON,
        person=() if times else (ON_FILE, Interviewee.name, Interviewee.unit_id),
    )


INDICATORS = (
    _people("heads_interviewed", "约谈行政执法部门负责人", leaders=True, times=False),
    _people("heads_interviewed_times", "约谈部门负责人人次", leaders=True, times=True),
    _people("officers_interviewed", "约谈行政执法人员", leaders=False, times=False),
    _people("officers_interviewed_times", "约谈执法人员人次", leaders=False, times=True),
    Indicator(
        key="interviews_held",
        name="实施约谈",
        measure="次",
        rule="期间已实施的约谈；改期未实施和取消的不计",
        basis="实施日期",
        group=GROUP,
        record="interview",
        model=Interview,
        day=Interview.held_on,
        where=(Interview.status.in_(COUNTED),),
        action=Interview.action_id,
    ),
)
