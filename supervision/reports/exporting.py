"""The report as rows of a sheet and as a paper."""

from collections.abc import Iterator, Sequence
from typing import Any

from supervision.core import clock
from supervision.core.documents.model import (
    Align,
    Attachment,
    Block,
    Column,
    Columns,
    Layout,
    Paper,
    Paragraph,
    Series,
    Signature,
    SignatureStyle,
    Table,
)
from supervision.reports import charts, comparing, paragraph
from supervision.reports.charts import View
from supervision.reports.comparing import Beside
from supervision.reports.counting import Counts, Figure
from supervision.reports.paragraph.tokens import paragraphs
from supervision.reports.periods import Period
from supervision.reports.reach import Reach

HEADING = "行政执法监督工作情况"
COLUMNS = (
    Column("指标", 5.6),
    Column("数值", 1.3, Align.RIGHT),
    Column("上年同期", 1.5, Align.RIGHT),
    Column("口径日期", 1.7),
)
PUBLISHED = (
    Column("指标", 5.6),
    Column("期间", 1.5),
    Column("现在", 1.3, Align.RIGHT),
    Column("发布时", 1.3, Align.RIGHT),
)
MONTHS = (Column("月份"), Column("发现", 1.0, Align.RIGHT), Column("整改到位", 1.0, Align.RIGHT))
RATES = (
    Column("单位", 2.2), Column("应整改", 1.0, Align.RIGHT), Column("整改到位", 1.1, Align.RIGHT),
    Column("整改率", 1.0, Align.RIGHT), Column("另移交", 1.1, Align.RIGHT),
    Column("平均销号", 1.1, Align.RIGHT),
)  # fmt: skip


def name(counts: Counts, where: Reach) -> str:
    """What the file is called."""
    return f"{counts.period.label}{where.body.short_name}行政执法监督数据（{where.label}）"


def headings(period: Period) -> Sequence[str]:
    """The first row of the sheet."""
    return (
        "类别", "指标", "监督行动", period.label, "量词", period.before().label,
        "附注", "性质", "口径日期", "口径", "计数规则",
        f"{period.label}（发布时）", f"{period.before().label}（发布时）",
    )  # fmt: skip


def rows(counts: Counts, where: Reach, held: Beside) -> Iterator[Sequence[Any]]:
    """A row a figure, in the order of the page; at its end what was published of it."""
    for figure in counts.figures():
        indicator = figure.indicator
        yield (
            indicator.group, figure.name, figure.action.title if figure.action else "",
            figure.value, figure.measure, figure.before, figure.remark, indicator.nature.label,
            indicator.basis, where.title, indicator.rule, held.value(figure), held.value_before(figure),
        )  # fmt: skip


def pictures(period: Period, where: Reach) -> Attachment:
    """The pictures of the page, each with its numbers as a table."""
    view = View(where.body_ids)
    months = charts.months(view, period.since, period.until)
    rates = [
        (one.name, f"{one.total}条", f"{one.mended}条", f"{one.share}%" if one.total else "—",
         one.handed or "—", "—" if one.days is None else f"{one.days}天")
        for one in charts.unit_rates(view, period)
    ]  # fmt: skip
    drawn = Columns(
        f"{period.label}各月发现和整改到位的问题条数",
        tuple(months.labels),
        (
            Series("发现", "main", tuple(months.begun)),
            Series("整改到位", "soft", tuple(months.mended)),
        ),
    )
    by_month = tuple(
        (label, f"{begun}条", f"{mended}条")
        for label, begun, mended in zip(months.labels, months.begun, months.mended, strict=True)
        if begun or mended
    )
    blocks: list[Block] = [drawn, *([Table(MONTHS, by_month)] if by_month else [])]
    if rates:
        blocks.append(Table(RATES, tuple(rates), caption="各单位整改率与平均销号天数"))
    return Attachment(f"{period.label}整改情况图表（{where.label}）", tuple(blocks))


def paper(counts: Counts, where: Reach, template: str, held: Beside) -> Paper:
    """A plain report in GB/T 9704's type, without red head, number and 版记: it was issued by nobody.

    The paragraph comes first, then the table of figures as an attachment.
    The rules stand in the sheet: with them the table would take four pages.
    """
    parts = paragraph.read(template, counts)
    body = [Paragraph("".join(part.text for part in line)) for line in paragraphs(parts)]
    shown = [one for one in counts.folded() if one.said or held.tells(one)]
    table = Table(columns=COLUMNS, rows=tuple(_row(figure) for figure in shown))
    return Paper(
        layout=Layout.PLAIN,
        issuers=(where.body.name,),
        title=f"{where.body.name}{counts.period.label}{HEADING}",
        blocks=tuple(body),
        attachments=(
            Attachment(
                f"{counts.period.label}行政执法监督数据表（{where.label}）",
                (table, *_published(counts.period, shown, held)),
            ),
            pictures(counts.period, where),
        ),
        signature=Signature(
            style=SignatureStyle.UNSEALED, names=(where.body.name,), date=clock.today()
        ),
        note=_of_another_day(counts, shown, held),
    )


def _published(period: Period, shown: Sequence[Figure], held: Beside) -> list[Table]:
    """The numbers that were published as others, if there are any."""
    rows = []
    for one in shown:
        for year, now, then in (
            (period, one.value, held.other(one)),
            (period.before(), one.before, held.other_before(one)),
        ):
            if then is not None:
                rows.append((one.label, year.label, f"{now}{one.measure}", f"{then}{one.measure}"))
    return [Table(PUBLISHED, tuple(rows), caption="与发布时不同的数字")] if rows else []


def _of_another_day(counts: Counts, shown: Sequence[Figure], held: Beside) -> str:
    """附注 where it does not say what was published: nobody should take the one for the other."""
    said = []
    if held.now is not None and comparing.differs(held.now, counts):
        said.append(f"{clock.chinese_date(held.now.published_on)}发布的第{held.now.edition}版")
    if held.before is not None and any(held.other_before(one) is not None for one in shown):
        said.append(f"已发布的{counts.period.before().label}数据")
    if not said:
        return ""
    today = clock.chinese_date(clock.today())
    return f"按{today}的记录统计，与{'和'.join(said)}有出入，发布时的数字列在数据表之后"


def _row(figure: Figure) -> tuple[str, ...]:
    before = f"{figure.before}{figure.measure}" if figure.before else "—"
    value = f"{figure.value}{figure.measure}"
    if figure.beside:
        value += f"（{figure.remark}）"
    label = f"{figure.label}（{figure.actions}次行动合计）" if figure.actions else figure.label
    return label, value, before, figure.indicator.basis
