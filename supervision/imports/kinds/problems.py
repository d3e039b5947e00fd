"""发现问题 by sheet."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.actions.models import SupervisionAction
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values
from supervision.imports.kinds.finding import Found, Held
from supervision.problems import service
from supervision.problems.models import Problem, Severity

FIELDS = (
    Field("unit", "被监督单位", fields.unit,
          ("单位", "单位名称", "被监督单位名称", "被检查单位", "受检单位", "受检查单位", "责任单位", "整改单位",
           "整改责任单位", "执法单位", "执法机关", "责任部门", "部门", "检查单位"),
          needed=True, note="全称、简称或曾用名"),
    Field("title", "问题", fields.text(200),
          ("发现问题", "发现的问题", "存在问题", "存在的问题", "问题名称", "问题描述", "问题内容", "主要问题",
           "检查发现问题", "检查发现的问题", "具体问题"),
          needed=True, wide=True, note="一句话，最多200字"),
    Field("category", "问题类别", fields.one_of(lambda names: names.categories, retires=True),
          ("类别", "问题类型", "问题分类", "问题种类"),
          needed=True),
    Field("found_on", "发现日期", fields.day, ("发现时间", "检查日期", "检查时间", "日期", "时间"),
          needed=True,
          note="发现的日期，不是录入日期"),
    Field("action", "监督行动", fields.action, ("行动", "行动名称", "检查名称", "专项名称"), note="不属于某次行动的不填"),
    Field("case_number", "所涉案件文号", fields.text(200),
          ("案件文号", "案号", "案卷号", "案卷文号", "文书号", "处罚决定书文号", "决定书文号")),
    Field("case_cause", "案由", fields.text(200)),
    Field("officers", "执法人员", fields.text(200), ("办案人员", "主办人员", "执法人员姓名")),
    Field("facts", "事实", fields.text(10_000), ("问题事实", "具体情况", "详细情况", "基本情况", "问题详情", "事实情况"), wide=True),
    Field("field", "执法领域", fields.one_of(lambda names: names.fields, retires=True), ("领域",)),
    Field("severity", "严重程度",
          fields.one_of(fields.labels(Severity), default=Severity.ORDINARY.label), ("程度",)),
    Field("rule_breached", "违反规定", fields.text(2000), ("违反依据", "违反条款", "违反的规定", "违反法规", "法律依据", "依据"), wide=True),
    Field("handler", "承办人", fields.person, ("经办人", "承办人员"),
          note="不填则为导入人"),
)  # fmt: skip


def _values(row: Problem) -> Values:
    return {
        **{one.name: getattr(row, one.name) for one in FIELDS},
        "unit": row.unit.name,
        "action": row.action.title if row.action else "",
        "severity": row.severity.label,
        "handler": row.handler.name,
    }


def called(row: Problem, names: Names) -> Values:
    """What a sheet calls the action and the handler of a problem."""
    handler = names.people.word(row.handler_id, row.handler.name, row.handler.username)
    return {"action": names.actions.word(row.action), "handler": handler}


def facts_of(values: Values, names: Names, row: Problem | None) -> service.ProblemFacts:
    """What a row says of a problem; what it cannot say stands as `row` has it."""
    action = names.actions.get(values["action"])
    same = row is not None and row.action_id == (
        action.id if action else None
    )  # another action counts by its own word
    return service.ProblemFacts.of(
        values,
        unit=names.units[values["unit"]],
        action=action,
        severity=Severity.called(values["severity"]),
        handler=names.people.get(values["handler"]),
        clue_id=row.clue_id if row else None,
        measure=row.measure if row and same else None,
    )


def _find(given: Sequence[Values], names: Names, actor: Principal) -> list[Found]:
    """By unit, day, title and case file: one question for all, led by the index of the unit."""
    wanted = [_named(values, names) for values in given]
    units, days, titles = ({one[place] for one in wanted} for place in range(3))
    same = (Problem.unit_id.in_(units), Problem.found_on.in_(days), Problem.title.in_(titles))
    held = Held("case_number")
    for row in session.scalars(_rows(actor).where(*same)):
        about = row.unit_id, row.found_on, row.title
        held.alike[about].append(row)
        held.by_number.setdefault((*about, row.case_number), row)
    numbers = (values["case_number"] for values in given)
    return held.meant(
        [(number and (*one, number), one) for one, number in zip(wanted, numbers, strict=True)]
    )


def _named(values: Values, names: Names) -> tuple[int, date, str]:
    return names.units[values["unit"]].id, values["found_on"], values["title"]


def _create(given: Sequence[Values], names: Names, actor: Principal) -> list[Problem | DomainError]:
    return service.record_many([facts_of(values, names, None) for values in given], actor=actor)


def _update(row: Problem, values: Values, names: Names, actor: Principal) -> None:
    service.amend(row, facts_of(values, names, row), actor=actor)


def _rows(actor: Principal) -> sa.Select[Problem]:
    return (
        sa.select(Problem)
        .where(Problem.body_id == actor.body_id)
        .options(
            joinedload(Problem.unit),
            joinedload(Problem.handler),
            joinedload(Problem.action).options(selectinload(SupervisionAction.unit_links)),
        )
        .order_by(Problem.id)
    )


PROBLEMS = Kind(
    name="problems",
    label="发现问题",
    says="正在办的问题，导入后在系统内认定、列入文书",
    letter="P",
    permission=Permission.PROBLEM_RECORD,
    model=Problem,
    fields=FIELDS,
    defaults={"severity": Severity.ORDINARY.label},
    values=_values,
    called=called,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: values["title"],
    about=lambda values: values["unit"],
    service_fields={"unit_id": "unit", "action_id": "action", "handler_id": "handler"},
    identity=lambda values: (values["unit"], values["title"], values["found_on"]),
    numbered=lambda values: (
        values["case_number"]
        and (values["unit"], values["title"], values["found_on"], values["case_number"])
    ),
    together=500,
    in_bulk=True,
)
