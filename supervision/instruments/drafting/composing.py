"""From a paper's record to its text, and from the text to the document that prints."""

from datetime import date

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body
from supervision.core import clock, settings
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.documents.model import (
    Attachment,
    Column,
    Layout,
    Paper,
    Signature,
    Table,
)
from supervision.core.documents.text import parse_text
from supervision.instruments.drafting import subjects, templating
from supervision.instruments.drafting.layout_facts import PROBLEM_LIST, attached_of, names_in
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.states import Nature

_DIGITS = "零一二三四五六七八九"
_UNSIGNED = "待签发"  # where the name of whoever signs will stand


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese, for 一、二、… of the first level."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{'' if tens == 1 else _DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"


def term_text(paper: Instrument) -> str:
    """30日, 20个工作日; empty where the paper sets no term."""
    if paper.term_number is None:
        return ""
    return str(Term(paper.term_number, Unit(paper.term_unit)))


def slots(paper: Instrument) -> dict[str, str]:
    """What the placeholders of the kind's templates stand for on this paper."""
    body = session.get_one(Body, paper.body_id)
    action = session.get(SupervisionAction, paper.action_id) if paper.action_id else None
    parent = session.get(Instrument, paper.parent_id) if paper.parent_id else None
    return {
        "发文机关": body.name,
        "被监督单位": paper.unit.name if paper.unit else paper.addressee,
        "文种": paper.kind.name,
        "行动名称": f"“{action.title}”" if action else "行政执法监督",
        "监督时间": _period(action) if action else "",
        "依据": paper.kind.legal_basis,
        "期限": term_text(paper),
        "到期日": clock.chinese_date(parent.due_on) if parent and parent.due_on else "",
        "条数": str(len(paper.items)),
        "前文": f"《{parent.kind.name}》（{parent.number}）" if parent and parent.number else "",
        **subjects.slots_of(paper),
    }


def _period(action: SupervisionAction) -> str:
    return f"{clock.chinese_date(action.starts_on)}至{clock.chinese_date(action.ends_on)}"


def compose_text(paper: Instrument) -> str:
    """The paper's text from its kind and items; one paragraph a line, levels by their numbering."""
    values = slots(paper)
    lines = [_opening(paper, values)]
    for item in paper.items:
        lines.extend(_item_lines(item, alone=len(paper.items) == 1))
    closing = templating.fill(paper.kind.closing_template, values)
    if paper.fixed_due:
        closing = closing.replace(
            f"收到本{paper.kind.name}之日起内", f"{clock.chinese_date(paper.fixed_due)}（含当日）前"
        )
    lines.append(closing)
    return "\n".join(line for line in lines if line.strip())


def _opening(paper: Instrument, values: dict[str, str]) -> str:
    opening = templating.fill(paper.kind.opening_template, values)
    basis = paper.kind.legal_basis.strip()
    return f"根据{basis}，{opening}" if basis else opening


def _item_lines(item: InstrumentItem, *, alone: bool) -> list[str]:
    number = "" if alone else f"{chinese_number(item.seq)}、"
    heading = item.heading.strip().rstrip("。")
    lines = [f"{number}{heading}"] if heading else []
    if item.statement.strip():
        lines.append(item.statement.strip())
    demand = item.demand.strip()
    if heading or not number:
        prefix = "整改要求：" if item.nature is Nature.CORRECTIVE and item.statement.strip() else ""
        lines.extend(f"{prefix}{demand}".split("\n"))
    else:
        lines.append(f"{number}{demand}")
    return lines


def document(paper: Instrument, *, number: str | None = None, watermark: str = "") -> Paper:
    """The paper as it prints now; `number` is the expected one while none has been given."""
    body = session.get_one(Body, paper.body_id)
    signed_on = paper.signed_on or clock.today()
    official = paper.kind.layout == Layout.OFFICIAL
    issuers = (body.name, *names_in(paper.joint))
    return Paper(
        layout=Layout(paper.kind.layout),
        issuers=issuers,
        number=paper.number or number,
        copy_number=paper.copy_number,
        urgency=paper.urgency,
        signatories=_signatories(paper),
        title=paper.title,
        addressees=(paper.addressee,) if paper.addressee else (),
        blocks=tuple(parse_text(paper.text or compose_text(paper))),
        attachments=tuple(_attachments(paper)),
        signature=_signature(paper, issuers, signed_on),
        note=paper.note,
        copies_to=names_in(paper.copies_to),
        printer=f"{body.name}办公室" if official else "",
        printed_on=signed_on if official else None,
        duplex=bool(settings.get("duplex")),
        watermark=watermark,
        void=paper.status.stamp if paper.status else "",
    )


def _signatories(paper: Instrument) -> tuple[str, ...]:
    """签发人 of a paper to a superior, the 主办 body's own first."""
    if not paper.upward:
        return ()
    return (paper.signatory_name or _UNSIGNED, *names_in(paper.co_signatories))


def _signature(paper: Instrument, issuers: tuple[str, ...], day: date) -> Signature:
    return Signature(paper.signature_style, issuers, day, post=paper.signatory_post)


def _attachments(paper: Instrument) -> list[Attachment]:
    """The list of the paper's own problems, then what was typed."""
    listed = [_problem_list(paper)] if PROBLEM_LIST in paper.annex else []
    return listed + [one.attachment() for one in attached_of(paper)]


def _problem_list(paper: Instrument) -> Attachment:
    columns = (
        Column("序号", 1),
        Column("问题", 5),
        Column("所涉案件", 3),
        Column("整改要求", 5),
    )
    rows = tuple(_problem_row(item) for item in paper.items)
    return Attachment(title="行政执法监督问题清单", blocks=(Table(columns=columns, rows=rows),))


def _problem_row(item: InstrumentItem) -> tuple[str, str, str, str]:
    case = ""
    if item.problem is not None:
        case = " ".join(
            part for part in (item.problem.case_number, item.problem.case_cause) if part
        )
    return str(item.seq), item.statement or item.heading, case, item.demand
