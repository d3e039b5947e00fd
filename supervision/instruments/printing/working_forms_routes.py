"""Working forms as PDF, and the 反馈表.docx that goes out and comes in."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.web import download
from supervision.instruments.blueprint import bp, load
from supervision.instruments.extending.models import Extension
from supervision.instruments.printing import making, paperwork
from supervision.instruments.printing.making import PDF, WORD
from supervision.instruments.printing.routes import made
from supervision.instruments.states import ANSWERABLE

UNITS_FORMS = ("receipt", "problems")  # the others are the bureau's own


@bp.route("/<int:paper_id>/forms/<string:name>.pdf", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VIEW)
def form_pdf(paper_id: int, name: str) -> ResponseReturnValue:
    paper, wanted = load(paper_id), making.form_of(name)
    if current().is_unit and name not in UNITS_FORMS:
        abort(404)
    return made(wanted, paper)


@bp.get("/<int:paper_id>/extensions/<int:extension_id>.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def extension_form(paper_id: int, extension_id: int) -> Response:
    paper = load(paper_id)
    found = session.get(Extension, extension_id)
    if found is None or found.instrument_id != paper_id:
        abort(404)
    content = render(paperwork.extension(found)).pdf
    return download(content, PDF, f"{paper.name} 延期审批表.pdf", inline=True)


@bp.get("/<int:paper_id>/reply-sheet.docx")
@allows(Permission.INSTRUMENT_VIEW)
def reply_sheet_docx(paper_id: int) -> Response:
    """反馈表: rows carry the items' marks, so that they are matched when it comes back."""
    paper = load(paper_id)
    if paper.status not in ANSWERABLE:
        abort(404)
    from supervision.instruments.replying.sheet import write

    return download(write(paper), WORD, f"{paper.name} 反馈表.docx")
