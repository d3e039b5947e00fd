"""线索、转办件 by sheet. Who an informant is never stands in a sheet (quality.md §3).

A row that says what became of the clue is entered as past (补录), any other is registered. One row of
补录, or one that corrects it, lets the whole sheet wait for the reviewer.
"""

from collections.abc import Sequence
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.clues import history, service
from supervision.clues.history import Past
from supervision.clues.models import Clue
from supervision.clues.service import Outcome
from supervision.clues.states import Finding, Source
from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import followed
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import CORRECTION, Kind, Values, answered, need
from supervision.imports.kinds.finding import By, known
from supervision.problems.models import Problem

FIELDS = (
    Field("source", "来源", fields.one_of(fields.labels(Source)), ("线索来源", "来件来源"), needed=True),
    Field("subject", "事由", fields.text(200), ("线索", "线索名称", "案件名称", "标题"), needed=True, wide=True),
    Field("received_on", "收件日期", fields.day, ("收文日期", "收到日期", "来件日期"), needed=True),
    Field("source_organ", "来件单位", fields.text(200), ("转办单位", "交办单位")),
    Field("source_number", "来文编号", fields.text(60), ("来文文号", "转办编号"),
          note="有编号的按来源和编号识别同一件"),
    Field("due_on", "办理期限", fields.day, ("要求办结日期", "办结期限")),
    Field("report_wanted", "要求回告", fields.yes, ("是否回告",)),
    Field("unit", "涉及单位", fields.unit, ("被监督单位", "单位", "单位名称")),
    Field("content", "内容", fields.text(20_000), ("线索内容", "主要内容"), wide=True,
          note="不要写来源人的姓名、电话，来源人在线索页面登记"),
    Field("place", "地点", fields.text(200), ("发生地点",)),
    Field("accepted_on", "受理日期", fields.day, (),
          note="以前年度已经办过的填办理经过，按补录登记；新收的留空"),
    Field("passed_on_on", "转办日期", fields.day, ()),
    Field("closed_on", "办结日期", fields.day, (), note="统计以此为准"),
    Field("finding", "核查结果", fields.one_of(fields.labels(Finding)), ("查处结果",)),
    Field("result", "核查情况", fields.text(20_000), ("办理情况",), wide=True),
    Field("dealt_with", "已作处理", fields.yes, ("是否查处",)),
    Field("handling", "处理情况", fields.text(2000), (), wide=True),
    Field("reported_on", "回告日期", fields.day, ()),
    Field("report_number", "回告文号", fields.text(60), ()),
)  # fmt: skip
PAST = (
    "accepted_on", "passed_on_on", "closed_on", "finding", "result", "dealt_with", "handling",
    "reported_on", "report_number",
)  # fmt: skip
NOTHING = (None, "", "否")


def _values(row: Clue) -> Values:
    values = {one.name: getattr(row, one.name) for one in FIELDS}
    return {
        **values,
        "source": row.source.label,
        "report_wanted": "是" if row.report_wanted else "否",
        "unit": row.unit.name if row.unit else "",
        "finding": row.finding.label if row.finding else "",
        "dealt_with": "是" if row.dealt_with else "否",
    }


def _facts(values: Values, names: Names) -> service.ClueFacts:
    return service.ClueFacts.of(
        values,
        source=Source.called(values["source"]),
        report_wanted=values["report_wanted"] == "是",
        unit=names.units.get(values["unit"]),
    )


def _past(values: Values) -> Past:
    need(values, "accepted_on", "受理日期", *PAST[1:3], "finding", "reported_on")
    need(values, "closed_on", "办结日期", "finding", "result", "handling")
    need(values, "reported_on", "回告日期", "report_number")
    outcome = None
    if values["finding"]:
        dealt_with = values["dealt_with"] == "是"
        finding = Finding.called(values["finding"])
        outcome = Outcome(finding, values["result"], dealt_with, values["handling"])
    elif values["dealt_with"] == "是":
        raise DomainError("已作处理的，请填写核查结果", field="finding")
    return Past.of(values, outcome=outcome)


def _numbered(values: Values, _names: Names) -> tuple[object, ...] | None:
    source = Source.called(values["source"])
    return (source, values["source_number"]) if values["source_number"] else None


def _described(values: Values, _names: Names) -> tuple[object, ...]:
    return Source.called(values["source"]), values["subject"], values["received_on"]


def _is_past(values: Values, row: Clue | None) -> bool:
    if row is not None:
        return bool(row.back_entered) and not followed(row)
    return any(values[name] not in NOTHING for name in PAST)


def _create(given: Sequence[Values], names: Names, actor: Principal) -> list[Clue | DomainError]:
    """In the order of the sheet: what came in now together, what was dealt with already step by step."""
    made: list[Clue | DomainError] = []
    for past, rows in groupby(given, key=lambda values: _is_past(values, None)):
        if past:
            made += [_entered(values, names, actor) for values in rows]
        else:
            coming = [_facts(values, names) for values in rows]
            made += service.register_many(coming, actor=actor)
    return made


def _entered(values: Values, names: Names, actor: Principal) -> Clue | DomainError:
    return answered(lambda: history.back_enter(_facts(values, names), _past(values), actor=actor))


def _update(row: Clue, values: Values, names: Names, actor: Principal) -> None:
    facts = _facts(values, names)
    if _is_past(values, row):
        history.correct(row, facts, _past(values), reason=CORRECTION, actor=actor)
        return
    present = _values(row)
    changed = [name for name in PAST if values[name] != present[name]]
    if changed:
        raise DomainError("这件线索在系统内办理，办理经过不能用表格更改", field=changed[0])
    service.amend(row, facts, actor=actor)


def _release(row: Clue) -> None:
    """Its term falls away with it; a problem that came out of it keeps it."""
    if session.scalar(sa.select(Problem.id).where(Problem.clue_id == row.id).limit(1)):
        raise DomainError(f"“{row.subject}”已有问题据以录入，不能撤销此次导入")
    duedates.end(row, DueKind.CLUE, on=clock.today(), met=False)


def _rows(actor: Principal) -> sa.Select[Clue]:
    own = sa.select(Clue).where(Clue.body_id == actor.body_id)
    return own.options(joinedload(Clue.unit)).order_by(Clue.id)


_find = known(
    _rows,
    By((Clue.source, Clue.source_number), _numbered),
    By((Clue.source, Clue.subject, Clue.received_on), _described),
)
CLUES = Kind(
    name="clues",
    label="线索与转办件",
    letter="C",
    permission=Permission.CLUE_RECORD,
    model=Clue,
    fields=FIELDS,
    defaults={"report_wanted": "是", "dealt_with": "否"},
    values=_values,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: values["subject"],
    service_fields={"unit_id": "unit"},
    identity=lambda values: (values["source"], values["subject"], values["received_on"]),
    numbered=lambda values: values["source_number"] and (values["source"], values["source_number"]),
    release=_release,
    past=_is_past,
    together=100,
)
