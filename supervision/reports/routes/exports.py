"""The report as files: XLSX of the figures, DOCX and PDF by GB/T 9704."""

from flask import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.documents.pdf import render
from supervision.core.export import XLSX, xlsx
from supervision.core.web import download
from supervision.reports import counting, exporting, service
from supervision.reports.counting import Counts
from supervision.reports.reach import Reach
from supervision.reports.routes.blueprint import asked_period, asked_reach, bp

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/figures.xlsx")
@allows(Permission.EXPORT)
def export_xlsx() -> Response:
    """Every figure, zeros too, with rule and 口径."""
    where, counts, _ = _asked()
    rows = exporting.rows(counts, where)
    headings = exporting.headings(counts.period)
    return download(xlsx("年度数据", headings, rows), XLSX, f"{exporting.name(counts, where)}.xlsx")


@bp.get("/report.docx")
@allows(Permission.EXPORT)
def export_docx() -> Response:
    where, counts, template = _asked()
    from supervision.core.documents.docx import to_docx

    content = to_docx(exporting.paper(counts, where, template))
    return download(content, WORD, f"{exporting.name(counts, where)}.docx")


@bp.get("/report.pdf")
@allows(Permission.EXPORT)
def export_pdf() -> Response:
    where, counts, template = _asked()
    content = render(exporting.paper(counts, where, template)).pdf
    return download(content, PDF, f"{exporting.name(counts, where)}.pdf", inline=True)


def _asked() -> tuple[Reach, Counts, str]:
    where = asked_reach()
    counts = counting.count(asked_period(), where.body_ids)
    return where, counts, service.shown_text(where, counts)[1]
