"""Figures of actions and of the problems they found."""

import sqlalchemy as sa

from supervision.actions.models import ActionForm, ActionStatus, ActionUnit, SupervisionAction
from supervision.agencies.models import Unit
from supervision.problems.models import Problem, ProblemStatus, Recurrence
from supervision.reports.indicators.model import Indicator

GROUP = "监督行动与发现问题"
_COUNTED = Problem.status.not_in([ProblemStatus.PENDING, ProblemStatus.REJECTED])  # 认定
_PENDING = Problem.status == ProblemStatus.PENDING
_RESIDENT = (
    sa.select(SupervisionAction.id)
    .where(SupervisionAction.id == Problem.action_id, SupervisionAction.form == ActionForm.RESIDENT)
    .exists()
)
_HAPPENED = SupervisionAction.status != ActionStatus.CANCELLED
_MENDED = Problem.status.in_([ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT])


def _problems(
    key: str, name: str, rule: str, basis: str, day: object, *where: object, beside: str = ""
) -> Indicator:
    return Indicator(
        key=key, name=name, measure="个", rule=rule, basis=basis, group=GROUP, record="problem",
        model=Problem, day=day, where=where, unit=Problem.unit_id, field=Problem.field,
        action=Problem.action_id, measure_of=Problem.measure, split=True, beside=beside,
    )  # fmt: skip


INDICATORS = (
    Indicator(
        key="actions_begun",
        name="开展行政执法监督行动",
        measure="次",
        rule="期间开始实施的监督行动，取消的不计",
        basis="实施日期",
        group=GROUP,
        record="action",
        model=SupervisionAction,
        day=SupervisionAction.begun_on,
        where=(_HAPPENED,),
        action=SupervisionAction.id,
        spoken=True,
    ),
    _problems(
        "problems_found",
        "发现问题",
        "驻在式以外的监督发现、已认定的问题，尚未认定的另列，不予认定的不计；按监督行动分列，个、项不相加",
        "发现日期",
        Problem.found_on,
        _COUNTED,
        ~_RESIDENT,
        beside="problems_pending",
    ),
    Indicator(
        key="resident_units",
        name="“驻在式”监督检查的部门",
        measure="个",
        rule="期间开始实施的驻在式监督检查所监督的部门，同一部门计一个；取消的行动不计",
        basis="实施日期",
        group=GROUP,
        record="supervised_unit",
        model=ActionUnit,
        joins=(
            (SupervisionAction, SupervisionAction.id == ActionUnit.action_id),
            (Unit, Unit.id == ActionUnit.unit_id),
        ),
        day=SupervisionAction.begun_on,
        where=(SupervisionAction.form == ActionForm.RESIDENT, _HAPPENED),
        unit=ActionUnit.unit_id,
        field=Unit.field,
        action=ActionUnit.action_id,
        one_per=(ActionUnit.unit_id,),
        spoken=True,
    ),
    _problems(
        "resident_problems_found",
        "发现执法问题",
        "驻在式监督检查发现、已认定的问题，尚未认定的另列，不予认定的不计；按监督行动分列，不与其他行动相加",
        "发现日期",
        Problem.found_on,
        _COUNTED,
        _RESIDENT,
        beside="resident_problems_pending",
    ),
    _problems(
        "problems_mended",
        "整改到位问题",
        "期间销号和立行立改的问题，不论何时发现；按监督行动分列，个、项不相加",
        "销号（了结）日期",
        Problem.ended_on,
        _MENDED,
    ),
    _problems(
        "recurrences",
        "整改后又发生问题",
        "期间发现、已认定的问题中，经监督人员确认为同一单位同类问题销号后又发生的；疑似的不计",
        "发现日期",
        Problem.found_on,
        _COUNTED,
        Problem.recurrence == Recurrence.CONFIRMED,
    ),
)
BESIDE = (
    _problems(
        "problems_pending",
        "尚未认定",
        "驻在式以外的监督发现、尚未认定的问题，未计入发现问题",
        "发现日期",
        Problem.found_on,
        _PENDING,
        ~_RESIDENT,
    ),
    _problems(
        "resident_problems_pending",
        "尚未认定",
        "驻在式监督检查发现、尚未认定的问题，未计入发现执法问题",
        "发现日期",
        Problem.found_on,
        _PENDING,
        _RESIDENT,
    ),
)
