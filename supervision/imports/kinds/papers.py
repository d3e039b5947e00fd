"""文书 of earlier years by sheet (补录): each goes through 补录, a changed row through 更正补录."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.actions.models import SupervisionAction
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.errors import DomainError
from supervision.core.numbering import normalise
from supervision.imports import fields
from supervision.imports.fields import Cell, Field, Names
from supervision.imports.kinds.base import (
    CORRECTION,
    Kind,
    Values,
    always,
    each,
    let_go,
    need,
)
from supervision.imports.kinds.finding import By, known
from supervision.instruments.back_entry import correcting, rounds
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import PastPaper
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.signing.service import GivenNumber
from supervision.instruments.states import DeliveryMethod

POSTED_ALSO = ("邮寄日期", "邮戳日期", "寄出日期")
POSTED_NOTE = "以交邮日为准的文种，邮寄的反馈填信封邮戳的日期，按这一天认定是否逾期"
METHODS = tuple(one for one in DeliveryMethod if one is not DeliveryMethod.LEFT)


def _number(cell: object, names: Names) -> str:
    return normalise(fields.text(60).read(cell, names))


FIELDS = (
    Field("kind", "文种", fields.one_of(lambda names: list(names.papers), retires=True), ("文书种类", "文书名称"),
          needed=True),
    Field("number", "文号", Cell(_number), ("发文字号", "文书编号"), needed=True,
          note="原件上的文号，如 示司监意〔2023〕7号；按文号识别同一件"),
    Field("signed_on", "成文日期", fields.day, ("签发日期", "发文日期", "印发日期"), needed=True, note="原件上的日期，统计以此为准"),
    Field("signatory_name", "签发人", fields.text(40), ("签批人",), needed=True),
    Field("unit", "被监督单位", fields.unit, ("单位", "单位名称", "受文单位")),
    Field("addressee", "主送机关", fields.text(200), ("主送",), completed=True,
          note="不填则为被监督单位全称"),
    Field("recipients", "主送单位", fields.text(10_000), ("主送各单位",), wide=True,
          note="只有发给多个单位的文种（通报、通知）填，写名录中的名称，用“，”分开"),
    Field("title", "标题", fields.text(200), ("文书标题",), completed=True, wide=True,
          note="不填则按文种模板"),
    Field("demands", "条目", fields.lines(20_000), ("意见", "问题及要求", "整改要求"), wide=True,
          note="一行一条（单元格内换行）；以“建议：”开头的为建议类"),
    Field("action", "监督行动", fields.action, ("行动", "行动名称")),
    Field("term", "反馈期限", fields.term, ("整改期限", "期限"), completed=True,
          note="如 30日、10个工作日；不填则按文种"),
    Field("fixed_due", "固定到期日", fields.day, ("到期日",),
          note="文中写明“于某日前”的填，含当日"),
    Field("delivered_on", "送达日期", fields.day, ("签收日期",)),
    Field("method", "送达方式", fields.one_of(fields.labels(METHODS)), (), completed=True, note="不填则为公文交换"),
    Field("recipient", "签收人", fields.text(40), (), completed=True),
    Field("posted_on", "交邮日期", fields.day, POSTED_ALSO, note=POSTED_NOTE),
    Field("replied_on", "收文日期", fields.day, ("反馈日期", "回复日期"),
          note="收到单位反馈的日期"),
    Field("reply_number", "来文文号", fields.text(60), ("反馈文号", "回复文号")),
    Field("reply_date", "来文日期", fields.day, (), completed=True),
    Field("reply_summary", "反馈情况", fields.text(5000), ("整改情况", "办理结果"), wide=True),
    Field("closed_on", "办结日期", fields.day, ("销号日期",),
          note="没有办结的不填，之后在系统内办理"),
)  # fmt: skip


def _values(row: Instrument) -> Values:
    past = correcting.past_of(row)
    return {
        **{one.name: getattr(past, one.name, None) for one in FIELDS},
        "kind": row.kind.name,
        "unit": row.unit.name if row.unit else "",
        "addressee": "" if row.kind.many_units else row.addressee,
        "recipients": past.paper.recipients,
        "title": row.title,
        "demands": back_entry.text_of(row),
        "action": "",
        "term": term_text(row.term_number, row.term_unit),
        "fixed_due": row.fixed_due,
        "method": past.method.label if row.delivered_on else "",
    }


def _called(row: Instrument, names: Names) -> Values:
    held = session.get(SupervisionAction, row.action_id) if row.action_id else None
    return {"action": names.actions.word(held)}


def _past(values: Values, names: Names, row: Instrument | None) -> PastPaper:
    need(values, "delivered_on", "送达日期", "method", "recipient")
    need(values, "replied_on", "收文日期", "reply_number", "reply_date", "reply_summary")
    if values["posted_on"] and not values["replied_on"]:
        raise DomainError("填写了交邮日期，请填写收文日期", field="replied_on")
    same = row is not None and row.kind.name == values["kind"]
    kind = row.kind if row is not None and same else names.papers[values["kind"]]
    number, unit = fields.term_parts(values["term"])
    action = names.actions.get(values["action"])
    return PastPaper.of(
        values,
        paper=PaperFacts.of(
            values,
            kind=kind,
            unit=names.units.get(values["unit"]),
            items=back_entry.items_of(values["demands"], kind),
            action_id=action.id if action else None,
            term_number=number,
            term_unit=unit,
        ),
        method=DeliveryMethod.called(values["method"] or DeliveryMethod.EXCHANGE.label),
        returns=rounds.returns_of(row) if row is not None else (),  # a sheet says nothing of them
    )


def _numbered(values: Values, _names: Names) -> tuple[object, ...]:
    return (values["number"],)


def _issued_here(paper: Instrument) -> DomainError | None:
    if paper.back_entered:
        return None
    return DomainError("此文号是在系统内签发的文书，不用补录", field="number")


def _of_body(actor: Principal) -> sa.Select[Instrument]:
    return sa.select(Instrument).where(Instrument.body_id == actor.body_id)


def _create(values: Values, names: Names, actor: Principal) -> Instrument:
    return back_entry.enter(_past(values, names, None), actor=actor)


def _update(row: Instrument, values: Values, names: Names, actor: Principal) -> None:
    correcting.correct(row, _past(values, names, row), reason=CORRECTION, actor=actor)


def _release(row: Instrument) -> None:
    """The place of its number goes with it, as its delivery and its reply do."""
    let_go(row)
    number = GivenNumber.of(row)
    if number is not None:
        number.fall_back(without=row.id)


def _rows(actor: Principal) -> sa.Select[Instrument]:
    own = sa.select(Instrument).where(
        Instrument.body_id == actor.body_id, Instrument.back_entered.is_(True)
    )
    return own.options(
        joinedload(Instrument.kind),
        joinedload(Instrument.unit),
        selectinload(Instrument.items).joinedload(InstrumentItem.problem),
        selectinload(Instrument.deliveries),
        selectinload(Instrument.rounds),
    ).order_by(Instrument.id)


_find = known(_of_body, By((Instrument.number,), _numbered), refuse=_issued_here)
PAPERS = Kind(
    name="papers",
    label="补录文书",
    letter="W",
    permission=Permission.INSTRUMENT_REGISTER,
    model=Instrument,
    fields=FIELDS,
    defaults={},
    values=_values,
    called=_called,
    find=_find,
    create=each(_create),
    update=_update,
    rows=_rows,
    title=lambda values: f"{values['number']} {values['kind']}",
    service_fields={"items": "demands", "kind_id": "kind", "unit_id": "unit", "received_on": "delivered_on",
                    "letter_date": "reply_date", "left_reason": "method", "on": "signed_on"},
    identity=lambda values: (values["number"],),
    release=_release,
    past=always,
    at_once=300,
    together=100,
)  # fmt: skip
