"""线索、转办件 by sheet. Who an informant is never stands in a sheet (quality.md §3)."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.clues import service
from supervision.clues.models import Clue
from supervision.clues.states import Source
from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values
from supervision.problems.models import Problem

SOURCES = {one.label: one for one in Source}
FIELDS = (
    Field("source", "来源", fields.one_of(fields.labels(Source)), ("线索来源", "来件来源"), needed=True,
          choices=fields.labels(Source)),
    Field("subject", "事由", fields.text(200), ("线索", "线索名称", "案件名称", "标题"), needed=True, wide=True),
    Field("received_on", "收件日期", fields.day, ("收文日期", "收到日期", "来件日期"), needed=True, is_date=True),
    Field("source_organ", "来件单位", fields.text(200), ("转办单位", "交办单位")),
    Field("source_number", "来文编号", fields.text(60), ("来文文号", "转办编号"),
          note="有编号的按来源和编号识别同一件"),
    Field("due_on", "办理期限", fields.day, ("要求办结日期", "办结期限"), is_date=True),
    Field("report_wanted", "要求回告", fields.yes, ("是否回告",), choices=lambda _names: ("是", "否")),
    Field("unit", "涉及单位", fields.unit, ("被监督单位", "单位", "单位名称"),
          choices=lambda names: names.unit_names),
    Field("content", "内容", fields.text(10_000), ("线索内容", "主要内容"), wide=True,
          note="不要写来源人的姓名、电话，来源人在线索页面登记"),
    Field("place", "地点", fields.text(200), ("发生地点",)),
)  # fmt: skip


def _values(row: Clue) -> Values:
    values = {one.name: getattr(row, one.name) for one in FIELDS}
    return {
        **values,
        "source": row.source.label,
        "report_wanted": "是" if row.report_wanted else "否",
        "unit": row.unit.name if row.unit else "",
    }


def _facts(values: Values, names: Names) -> service.ClueFacts:
    return service.ClueFacts(
        **{
            **values,
            "source": SOURCES[values["source"]],
            "report_wanted": values["report_wanted"] == "是",
            "unit": names.units.get(values["unit"]),
        }
    )


def _find(values: Values, names: Names, actor: Principal) -> Clue | None:
    same = (
        Clue.source_number == values["source_number"]
        if values["source_number"]
        else sa.and_(Clue.subject == values["subject"], Clue.received_on == values["received_on"])
    )
    held = _rows(actor).where(Clue.source == SOURCES[values["source"]], same)
    return session.scalars(held.limit(1)).one_or_none()


def _create(values: Values, names: Names, actor: Principal) -> Clue:
    return service.register(_facts(values, names), actor=actor)


def _update(row: Any, values: Values, names: Names, actor: Principal) -> None:
    service.amend(row, _facts(values, names), actor=actor)


def _release(row: Clue) -> None:
    """Its term falls away with it; a problem that came out of it keeps it."""
    if session.scalar(sa.select(Problem.id).where(Problem.clue_id == row.id).limit(1)):
        raise DomainError(f"“{row.subject}”已有问题据以录入，不能撤销此次导入")
    held = duedates.open_of(row, DueKind.CLUE)
    if held is not None:
        duedates.close(held, on=clock.today(), met=False)


def _rows(actor: Principal) -> sa.Select[Any]:
    own = sa.select(Clue).where(Clue.body_id == actor.body_id)
    return own.options(joinedload(Clue.unit)).order_by(Clue.id)


CLUES = Kind(
    name="clues",
    label="线索与转办件",
    letter="C",
    permission=Permission.CLUE_RECORD,
    model=Clue,
    fields=FIELDS,
    defaults={"report_wanted": "是"},
    values=_values,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: values["subject"],
    service_fields={"unit_id": "unit"},
    identity=lambda values: (
        values["source"],
        *(
            (values["source_number"],)
            if values["source_number"]
            else (values["subject"], values["received_on"])
        ),
    ),
    release=_release,
)
