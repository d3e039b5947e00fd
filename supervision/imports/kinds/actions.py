"""监督行动 by sheet: planned as in the form, to be approved before they begin."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.actions import service
from supervision.actions.models import (
    ActionForm,
    ActionKind,
    ActionStatus,
    ActionUnit,
    ProblemMeasure,
    SupervisionAction,
    TeamMember,
)
from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError, answer
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values
from supervision.imports.kinds.finding import By, known

FIELDS = (
    Field("title", "名称", fields.text(200), ("行动名称", "专项名称", "监督行动"), needed=True, wide=True),
    Field("form", "监督形式", fields.one_of(fields.labels(ActionForm)), ("形式",), needed=True),
    Field("starts_on", "开始日期", fields.day, ("开始时间", "起始日期"), needed=True),
    Field("ends_on", "结束日期", fields.day, ("结束时间", "截止日期"), needed=True),
    Field("team", "监督人员", fields.several(lambda names: names.supervisors, "监督人员"),
          ("行动组成员", "成员"), needed=True, note="名册中的监督人员，两名以上，用“、”分开"),
    Field("recusal", "回避已核对", fields.yes, ("回避核对",), needed=True,
          note="逐人核对过有无应当回避的情形，填“是”"),
    Field("leader", "组长", fields.text(40)),
    Field("units", "被监督单位", fields.units, ("单位", "监督单位"), note="多个用“、”分开"),
    Field("kind", "监督类别", fields.one_of(fields.labels(ActionKind)), ("类别",)),
    Field("measure", "问题量词",
          fields.one_of(fields.labels(ProblemMeasure), default=ProblemMeasure.GE.label)),
    Field("partner", "联合机关", fields.text(200)),
    Field("stationed_on", "进驻日期", fields.day),
    Field("withdrawn_on", "撤点日期", fields.day),
    Field("content", "监督内容", fields.text(5000), ("内容",), wide=True),
    Field("subjects", "监督对象", fields.text(2000), ("对象",), wide=True),
    Field("extent", "监督范围", fields.text(2000), ("范围",), wide=True),
    Field("handler", "承办人", fields.person, ("经办人",), note="不填则为导入人"),
)  # fmt: skip


def _values(row: SupervisionAction) -> Values:
    return {
        **{one.name: getattr(row, one.name, "") for one in FIELDS},
        "form": row.form.label,
        "kind": row.kind.label if row.kind else "",
        "measure": row.measure.label,
        "team": "、".join(one.name for one in row.team),
        "leader": next((one.name for one in row.team if one.leader), ""),
        "recusal": "是" if all(one.recusal_checked for one in row.team) else "否",
        "units": "、".join(unit.name for unit in row.units),
        "handler": row.handler.name,
    }


def _called(row: SupervisionAction, names: Names) -> Values:
    team = [_member(one, names) for one in row.team]
    leaders = [_member(one, names) for one in row.team if one.leader]
    handler = names.people.word(row.handler_id, row.handler.name, row.handler.username)
    return {"handler": handler, "team": "、".join(team), "leader": next(iter(leaders), "")}


def _member(one: TeamMember, names: Names) -> str:
    return names.supervisors.word(one.roster_entry_id, one.name, one.certificate_no)


def _facts(
    values: Values, names: Names, row: SupervisionAction | None = None
) -> service.ActionFacts:
    team = fields.split_names(values["team"])
    if values["leader"] and values["leader"] not in team:
        raise DomainError(f"组长“{values['leader']}”不在监督人员中", field="leader")
    checked = values["recusal"] == "是"
    noted = {one.roster_entry_id: one.recusal_note for one in row.team} if row else {}
    return service.ActionFacts.of(
        values,
        form=ActionForm.called(values["form"]),
        kind=ActionKind.called(values["kind"]) if values["kind"] else None,
        measure=ProblemMeasure.called(values["measure"]),
        team=[
            service.MemberFacts(
                entry,
                leader=one == values["leader"],
                recusal_checked=checked,
                recusal_note=noted.get(entry.id, ""),
            )
            for one in team
            for entry in [names.supervisors[one]]
        ],
        units=[names.units[one] for one in fields.split_names(values["units"])],
        handler=names.people.get(values["handler"]),
    )


def _named(values: Values, _names: Names) -> tuple[object, ...]:
    return values["title"], values["starts_on"]


def _create(
    given: Sequence[Values], names: Names, actor: Principal
) -> list[SupervisionAction | DomainError]:
    facts = [answer(lambda values: _facts(values, names), values) for values in given]
    entering = [one for one in facts if isinstance(one, service.ActionFacts)]
    entered = iter(service.record_many(entering, actor=actor))
    return [one if isinstance(one, DomainError) else next(entered) for one in facts]


def _update(row: SupervisionAction, values: Values, names: Names, actor: Principal) -> None:
    service.amend(row, _facts(values, names, row), actor=actor)


def _release(row: SupervisionAction) -> None:
    if row.status is not ActionStatus.PREPARING:
        raise DomainError(f"“{row.title}”已经批准，不能撤销此次导入")
    duedates.drop(row)


def _rows(actor: Principal) -> sa.Select[SupervisionAction]:
    own = sa.select(SupervisionAction).where(SupervisionAction.body_id == actor.body_id)
    linked = selectinload(SupervisionAction.unit_links).joinedload(ActionUnit.unit)
    team = selectinload(SupervisionAction.team)
    return own.options(joinedload(SupervisionAction.handler), linked, team).order_by(
        SupervisionAction.id
    )


_BY_NAME = By((SupervisionAction.title, SupervisionAction.starts_on), _named)
ACTIONS = Kind(
    name="actions",
    label="监督行动",
    letter="A",
    permission=Permission.ACTION_RECORD,
    model=SupervisionAction,
    fields=FIELDS,
    defaults={"measure": ProblemMeasure.GE.label, "recusal": "否"},
    values=_values,
    called=_called,
    find=known(_rows, _BY_NAME),
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: values["title"],
    service_fields={"members": "team", "unit_ids": "units", "handler_id": "handler"},
    identity=lambda values: (values["title"], values["starts_on"]),
    release=_release,
    together=100,
)
