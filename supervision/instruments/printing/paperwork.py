"""The working forms of a paper: 送达回证, 问题清单, 整改情况核查表, 销号确认单, 延期审批表."""

from collections.abc import Callable
from datetime import date

from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.clock import chinese_date
from supervision.core.db import session
from supervision.core.documents.model import (
    Cell,
    Column,
    Form,
    Grid,
    Paragraph,
    SignLine,
    Table,
)
from supervision.core.duedates import UNIT_KINDS, calendar_of
from supervision.core.duedates.shown import printed_due
from supervision.instruments.chasing import service as chasing
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.models import Delivery, Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.verifying import agreement
from supervision.instruments.wording.before import answering, asking, found_as, list_title
from supervision.instruments.wording.items import case_of, fact

BLANK_DATE = "\u3000\u3000年\u3000月\u3000日"


def _label(text: str, span: int = 1) -> Cell:
    return Cell(text, span=span, label=True)


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _form(paper: Instrument, title: str, *, landscape: bool = False, **content: object) -> Form:
    """A form under the issuer's name; a voided or revoked paper's forms are stamped too."""
    issuer = session.get_one(Body, paper.body_id).name
    return Form(title=title, issuer=issuer, landscape=landscape, void=paper.status.stamp, **content)  # type: ignore[arg-type]


def cause(paper: Instrument) -> str:
    """案由: what the paper is about, in a line."""
    headings = [item.heading for item in paper.items if item.heading]
    if not headings:
        return paper.title
    return headings[0] if len(headings) == 1 else f"{headings[0]}等{len(headings)}项"


def receipt(paper: Instrument) -> Form:
    """送达回证: filled as far as known, the rest left to be written by hand."""
    delivery = paper.deliveries[-1] if paper.deliveries else None
    unit = paper.unit
    address = (delivery.address if delivery else "") or (unit.address if unit else "")
    rows = (
        (_label("案由"), Cell(cause(paper), span=3)),
        (_label("文号"), Cell(paper.number or "", span=3)),
        (_label("文书名称\n和件数"), Cell(f"{paper.title}\u30001件", span=3)),
        (_label("受送达人"), Cell(paper.addressee, span=3)),
        (_label("送达地址"), Cell(address, span=3)),
        (_label("送达方式"), Cell(delivery.method.label if delivery else "", span=3)),
        (_label("受送达人签名\n或盖章"), Cell(_signed(delivery), span=3, lines=3)),
        (_label("代收人及理由"), Cell(delivery.proxy_reason if delivery else "", span=3, lines=2)),
        (_label("备考"), Cell(_remarks(delivery), span=3, lines=2)),
        (
            _label("填发人"),
            Cell(paper.drafted_by.name),
            _label("送达人"),
            Cell(delivery.delivered_by if delivery else ""),
        ),
    )
    note = "注：签收之日为送达之日。代收的，由代收人在签名处签名并注明与受送达人的关系和代收理由。"
    return _form(
        paper,
        "送达回证",
        number=paper.number or "",
        blocks=(Grid((1.15, 2, 1, 2), rows),),
        note=note,
    )


def _signed(delivery: Delivery | None) -> str:
    if delivery is None or delivery.received_on is None:
        return BLANK_DATE
    who = f"{delivery.recipient}\n" if delivery.recipient else ""
    return f"{who}{_day(delivery.received_on)}"


def _remarks(delivery: Delivery | None) -> str:
    if delivery is None:
        return ""
    left = f"留置送达，理由：{delivery.left_reason}；见证人：{delivery.witness}"
    parts = [left if delivery.left_reason else "", delivery.note]
    return "\n".join(part for part in parts if part)


def problem_list(paper: Instrument) -> Form:
    """问题清单: a landscape table of what was found and what is demanded."""
    cased = any(case_of(item) for item in paper.items)  # else a column would stand empty
    columns = (
        Column("序号", 0.6),
        Column(found_as(paper), 4.5),
        *((Column("所涉案件", 2.2),) if cased else ()),
        Column(asking(paper), 4),
        Column(f"{answering(paper)}期限", 1.6),
    )
    due = printed_due(paper.due_on, paper, *UNIT_KINDS)
    term = f"{due}前（含当日）" if due else ""
    rows = tuple(
        (str(item.seq), _found(item), *((case_of(item),) if cased else ()), item.demand, term)
        for item in paper.items
    )
    blocks = (Paragraph(f"被监督单位：{paper.addressee}"), Table(columns, rows))
    return _form(paper, list_title(paper), landscape=True, number=paper.number or "", blocks=blocks)


def _found(item: InstrumentItem) -> str:
    return "\n".join(part for part in (item.heading, fact(item, case=False)) if part)


def verification(paper: Instrument) -> Form:
    """整改情况核查表: demand, answer, what the supervisors found, item by item."""
    told = answering(paper)
    columns = (
        Column("序号", 0.6),
        Column(asking(paper), 3.4),
        Column(f"单位{told}情况", 3.6),
        Column("核查结论", 1.4),
        Column("核查意见", 3),
    )
    rows = tuple(
        (
            str(item.seq),
            "\n".join(part for part in (item.heading, item.demand) if part),
            item.measures,
            item.conclusion.label if item.conclusion else "",
            item.conclusion_note,
        )
        for item in paper.items
    )
    facts = (
        f"被监督单位：{paper.addressee}；送达日期：{_day(paper.delivered_on) or '—'}；"
        f"到期日：{printed_due(paper.due_on, paper, *UNIT_KINDS) or '—'}；反馈日期：{_last_reply(paper) or '—'}。"
    )
    signed = (_label("核查人员\n（两名签名）"), Cell(lines=2), _label("核查日期"), Cell(BLANK_DATE))
    blocks = (Paragraph(facts), Table(columns, rows), Grid((1, 3, 0.8, 1.6), (signed,)))
    title = f"{told}情况核查表"
    return _form(paper, title, landscape=True, number=paper.number or "", blocks=blocks)


def _last_reply(paper: Instrument) -> str:
    return _day(paper.rounds[-1].received_on) if paper.rounds else ""


def write_off(paper: Instrument) -> Form:
    """销号确认单: the opinions of two supervisors and the confirmation, item by item."""
    columns = (
        Column("序号", 0.6),
        Column("问题或要求", 4),
        Column("核查结论", 1.3),
        Column("监督人员意见", 3),
        Column("销号日期", 1.6),
    )
    rows = tuple(
        (
            str(item.seq),
            item.heading or item.demand,
            item.conclusion.label if item.conclusion else "",
            "\n".join(_opinion(one) for one in item.opinions),
            _day(item.written_off_on),
        )
        for item in paper.items
    )
    done = sum(item.written_off_on is not None for item in paper.items)
    summary = (
        f"{paper.addressee}：{paper.number or ''}共{len(paper.items)}{paper.kind.item_noun}，"
        f"已销号{done}{paper.kind.item_noun}。"
    )
    signs = (
        SignLine("监督人员"),
        SignLine("监督人员"),
        SignLine("审核人确认", date=paper.closed_on),
    )
    blocks = (Paragraph(summary), Table(columns, rows), *signs)
    return _form(paper, "销号确认单", landscape=True, number=paper.number or "", blocks=blocks)


def _opinion(one: WriteOffOpinion) -> str:
    return f"{one.user_name}：{one.opinion.label}{f'（{one.note}）' if one.note else ''}"


def extension(one: Extension) -> Form:
    """延期审批表: old and new last day, reason, the opinions of 审核人 and 签发人."""
    paper = one.instrument
    refused = one.status is ExtensionStatus.REFUSED
    rows = (
        (_label("文号"), Cell(paper.number or "", span=3)),
        (_label("申请单位"), Cell(paper.addressee, span=3)),
        (_label("申请日期"), Cell(_day(one.asked_on)), _label("来文文号"), Cell(one.letter_number)),
        (_label("原到期日"), Cell(_day(one.from_day)), _label("申请延至"), Cell(_day(one.asked_due))),
        (_label("延期理由"), Cell(one.reason, span=3, lines=5)),
        (_label("审核人意见"), Cell(_said(one.review_note, one.reviewed_by, one.reviewed_on), span=3, lines=4)),
        (_label("签发人意见"), Cell(_leader(one), span=3, lines=4)),
        (_label("决定"), Cell(one.status.label), _label("新到期日"), Cell("不变" if refused else _day(one.granted_due))),
    )  # fmt: skip
    note = "注：首次延期由审核人批准，再次延期由审核人同意后报签发人批准。到期日含当日。"
    title = f"{answering(paper)}延期审批表"
    return _form(paper, title, number=one.name, blocks=(Grid((1, 2, 1, 2), rows),), note=note)


def _leader(one: Extension) -> str:
    if not one.further:
        return "（首次延期，由审核人批准）"
    forwarded = one.status is ExtensionStatus.FORWARDED
    return "" if forwarded else _said(one.decision_note, one.decided_by, one.decided_on)


def _said(note: str, name: str, day: date | None) -> str:
    signed = "\u3000".join(part for part in (name, _day(day)) if part)
    return "\n".join(part for part in (note or ("同意。" if signed else ""), signed) if part)


def memo(paper: Instrument) -> Form:
    """签报: an overdue paper put before the leader, filled but for what the leader writes."""
    late = calendar_of(paper.body_id).workdays_between(paper.due_on or clock.today(), clock.today())
    chased = "\n".join(
        f"{_day(one.on)} {one.how}{one.rung}{f'：{one.note}' if one.note else ''}"
        for one in chasing.events_of(paper)
    )
    left = [item for item in paper.items if not agreement.is_over(item)]
    told = answering(paper)
    proposed = f"拟向{paper.addressee}发督办函，要求限期反馈{told}情况。妥否，请批示。"
    rows = (
        (_label("事项"), Cell(f"{paper.addressee}逾期未反馈{told}情况", span=3)),
        (_label("文书"), Cell(f"{paper.title}\n{paper.number or ''}", span=3)),
        (_label("送达日期"), Cell(_day(paper.delivered_on)), _label("到期日"), Cell(_day(paper.due_on))),
        (_label("逾期"), Cell(f"{late}个工作日"), _label("未了结"), Cell(f"{len(left)}{paper.kind.item_noun}")),
        (_label("已作督促"), Cell(chased or "无", span=3, lines=2)),
        (_label("拟办意见"), Cell(proposed, span=3, lines=3)),
        (_label("承办人"), Cell(paper.handler.name), _label("日期"), Cell(_day(clock.today()))),
        (_label("审核人意见"), Cell("", span=3, lines=3)),
        (_label("领导批示"), Cell("", span=3, lines=5)),
    )  # fmt: skip
    return _form(
        paper,
        f"{told}逾期情况签报",
        number=paper.number or "",
        blocks=(Grid((1, 2, 1, 2), rows),),
    )


FORMS: dict[str, tuple[str, Callable[[Instrument], Form]]] = {
    "receipt": ("送达回证", receipt),
    "problems": ("问题清单", problem_list),
    "verification": ("整改情况核查表", verification),
    "write-off": ("销号确认单", write_off),
    "memo": ("签报", memo),
}


def forms_for(paper: Instrument) -> dict[str, str]:
    """Which forms make sense for the paper: {name: Chinese title}."""
    wanted = ["receipt"] if paper.number else []
    wanted += ["problems"] if paper.items else []
    if paper.items and paper.kind.reply_wanted and paper.number:
        wanted += ["verification", "write-off"]
    wanted += ["memo"] if chasing.is_overdue(paper) else []
    return {name: title_of(name, paper) for name in wanted}


def title_of(name: str, paper: Instrument) -> str:
    """As the form itself is headed: 整改情况核查表, of a matter passed on 办理情况核查表."""
    return FORMS[name][0].replace("整改", answering(paper))
