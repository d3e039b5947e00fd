"""期限计算书: one due date on a page, with its chain, the calendar and the sources, to be checked by anybody."""

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.calendar.models import CalendarNotice
from supervision.core.clock import chinese_date
from supervision.core.db import session
from supervision.core.deadlines import Result, chain, check_line, sentences
from supervision.core.documents.model import Cell, Column, Form, Grid, Paragraph, Table
from supervision.core.duedates import DueDate, DueState, result_of, standstill_of
from supervision.core.duedates.shown import TENTATIVE

NOTE = (
    "注：本表为内部计算底稿，不对外送达。本机关和文种所定的依据优先，民法典关于期间计算的规定为参照。"
    "校验行写明日历版本、起算日、期限、中止、改定的日期和到期日（中止期间为余下的期限），可用其他程序按同一日历重算核对。"
)


def sheet(row: DueDate) -> Form:
    """The working form of a stored due date, as it was computed."""
    result = result_of(row)
    grid = Grid(
        (1.2, 3, 1.2, 3),
        (
            (_label("事项"), Cell(row.title, span=3)),
            (
                _label("期限"),
                Cell(f"{row.kind.label}{_term(result)}"),
                _label("到期日"),
                Cell(_due(row)),
            ),
            (_label("依据"), Cell(row.basis or "—", span=3)),
            (_label("参照"), Cell("；".join(result.basis), span=3)),
            (_label("所用日历"), Cell("；".join(_calendar(result)), span=3)),
            (
                _label("日子的来源"),
                Cell("；".join(_sources(result)) or "周一至周五为工作日", span=3),
            ),
        ),
    )
    still = standstill_of(row)
    reasons = [Paragraph(one) for one in sentences(result, event=row.event, still=still)]
    line = Paragraph(f"校验行：{check_line(result, still=still)}")
    return Form(
        title="期限计算书",
        issuer=session.get_one(Body, row.body_id).name,
        blocks=(grid, _chain(row, result), *reasons, line),
        note=NOTE,
    )


def _label(text: str) -> Cell:
    return Cell(text, label=True)


def _term(result: Result) -> str:
    return f"（{result.term}）" if result.term else "（固定日期）"


def _due(row: DueDate) -> str:
    if row.state is DueState.STOPPED:
        return "中止计算，恢复后再定"
    return f"{chinese_date(row.due)}{TENTATIVE if row.provisional else ''}"


def _calendar(result: Result) -> list[str]:
    return list(result.layers) or [f"节假日日历第{result.calendar_version}版"]


def _sources(result: Result) -> list[str]:
    """Each notice or rule that decided a day, with its 文号 where the notice was entered here."""
    titles = list(dict.fromkeys(step.source for step in result.steps if step.source))
    found = sa.select(CalendarNotice.title, CalendarNotice.document_number, CalendarNotice.digest)
    rows = session.execute(
        found.where(CalendarNotice.title.in_(titles)).order_by(CalendarNotice.id)
    )
    known = {row.title: f"（{row.document_number}，SHA-256 {row.digest[:16]}）" for row in rows}
    return [f"{title}{known.get(title, '')}" for title in titles]


def _chain(row: DueDate, result: Result) -> Table:
    columns = (
        Column("环节", 0.9), Column("日期", 1.7), Column("缘由", 2.2), Column("依据", 2.2),
        Column("已用", 1.1), Column("此后", 2.4),
    )  # fmt: skip
    rows = tuple(
        (one.kind.label, chinese_date(one.on), one.event, one.basis, one.used, one.then)
        for one in chain(result, event=row.event, basis=row.basis, still=standstill_of(row))
    )
    return Table(columns, rows or (("固定日期", chinese_date(row.due), "", row.basis, "", ""),))
