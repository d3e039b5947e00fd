"""The report as files: XLSX of the figures and of their 分列, DOCX and PDF by GB/T 9704.

While few records are counted the file is the answer; else it is made in the background.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import current_app, request
from flask.typing import ResponseReturnValue

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.export import XLSX, xlsx
from supervision.core.tasks.making import Args, Making, Named, answer, reading
from supervision.core.tasks.queue import Progress
from supervision.problems.models import Problem
from supervision.reports import counting, exporting, service
from supervision.reports.breakdown import breakdown, offered
from supervision.reports.comparing import Beside
from supervision.reports.counting import Counts
from supervision.reports.reach import Reach
from supervision.reports.routes.blueprint import asked_period, asked_reach, asked_way, bp

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_ROW = 20  # problems counted cost about what one row of a list costs that is written


@dataclass(frozen=True)
class Written:
    """A file as it was made, and what it is."""

    content: bytes
    name: str
    media_type: str
    inline: bool = False


def figures_xlsx(args: Args) -> Written:
    """Every figure, zeros too, with rule and 口径."""
    where, counts, _, held = _asked(args)
    rows = exporting.rows(counts, where, held)
    content = xlsx("年度数据", exporting.headings(counts.period), rows)
    return Written(content, f"{exporting.name(counts, where)}.xlsx", XLSX)


def report_docx(args: Args) -> Written:
    """The report to be worked on."""
    from supervision.core.documents.docx import to_docx

    where, counts, template, held = _asked(args)
    content = to_docx(exporting.paper(counts, where, template, held))
    return Written(content, f"{exporting.name(counts, where)}.docx", WORD)


def report_pdf(args: Args) -> Written:
    """The report to be read."""
    where, counts, template, held = _asked(args)
    content = render(exporting.paper(counts, where, template, held)).pdf
    return Written(content, f"{exporting.name(counts, where)}.pdf", PDF, inline=True)


def breakdown_xlsx(args: Args) -> Written:
    """The figures by month, quarter, unit, field or body."""
    period, where = asked_period(args), asked_reach(args)
    found = breakdown(asked_way(offered(period, where), args), period, where)
    headings = ["类别", "指标", "量词", *(part.label for part in found.parts)]
    rows: list[Sequence[object]] = [
        (line.indicator.group, line.indicator.name, line.measure,
         *(line.numbers.get(part.key, 0) for part in found.parts))
        for line in found.lines
    ]  # fmt: skip
    name = f"{period.label}{where.body.short_name}行政执法监督数据（{found.by.label}）.xlsx"
    return Written(xlsx(found.by.label, headings, rows), name, XLSX)


def _asked(args: Args) -> tuple[Reach, Counts, str, Beside]:
    where, period = asked_reach(args), asked_period(args)
    counts = counting.count(period, where.body_ids)
    text = service.shown_text(where, counts)[1]
    return where, counts, text, service.beside(where, period)


def _is_long(args: Args) -> bool:
    """Whether so much is counted that nobody should wait for it."""
    most: int = current_app.config["EXPORT_AT_ONCE"] * A_ROW
    bodies = asked_reach(args).body_ids
    some = sa.select(Problem.id).where(Problem.body_id.in_(bodies)).limit(most + 1).subquery()
    with seeing(EVERYTHING):
        number = session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    return number > most


def _making(key: str, title: str, make: Callable[[Args], Written]) -> Making:
    def write(args: Args, path: Path, progress: Progress) -> Named:
        progress(0, 1, "正在统计")
        with reading():
            made = make(args)
        path.write_bytes(made.content)
        return Named(made.name, made.media_type, inline=made.inline)

    return Making(f"reports.{key}", title, Permission.EXPORT, _is_long, write)


FILES = {
    "figures.xlsx": _making("figures.xlsx", "年度数据（XLSX）", figures_xlsx),
    "report.docx": _making("report.docx", "年度报告（DOCX）", report_docx),
    "report.pdf": _making("report.pdf", "年度报告（PDF）", report_pdf),
    "breakdown.xlsx": _making("breakdown.xlsx", "年度数据分列（XLSX）", breakdown_xlsx),
}


@bp.route(f"/<any({', '.join(repr(name) for name in FILES)}):name>", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(name: str) -> ResponseReturnValue:
    return answer(FILES[name], request.args)
