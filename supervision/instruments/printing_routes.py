"""The paper as a file: draft preview, editable copy, archived original."""

from functools import lru_cache

from flask import Response, abort, request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.documents.docx import to_docx
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import render
from supervision.core.documents.pictures import page_count, page_png
from supervision.core.export import XLSX, xlsx
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.core.web import download
from supervision.instruments import lists, signing
from supervision.instruments.blueprint import bp, load
from supervision.instruments.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.states import NUMBERED, InstrumentStatus

HEADINGS = (
    "文号",
    "文种",
    "主送机关",
    "标题",
    "成文日期",
    "送达日期",
    "到期日",
    "办结日期",
    "状态",
    "承办人",
    "补录",
)
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/<int:paper_id>/paper.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def pdf(paper_id: int) -> Response:
    """The archived original once signed (re-served, never re-rendered), before that a 草稿."""
    paper = load(paper_id)
    return download(_content(paper), PDF, f"{paper.name}.pdf", inline=True)


@bp.get("/<int:paper_id>/pages/<int:number>.png")
@allows(Permission.INSTRUMENT_VIEW)
def picture(paper_id: int, number: int) -> Response:
    """One page of the paper as a picture, for the preview in place."""
    content = _content(load(paper_id))
    if not 1 <= number <= page_count(content):
        abort(404)
    return download(page_png(content, number), "image/png", f"{number}.png", inline=True)


def pages_of(paper: Instrument) -> int:
    """How many pages the paper prints on, for the preview."""
    return page_count(_content(paper))


def _content(paper: Instrument) -> bytes:
    if paper.archive_id is not None and paper.status is not InstrumentStatus.VOID:
        stored = session.get(StoredFile, paper.archive_id) or abort(404)
        return path_of(stored).read_bytes()
    return _drawn(_as_it_stands(paper))


@lru_cache(maxsize=16)
def _drawn(paper: Paper) -> bytes:
    """A draft's PDF; the same content is drawn once for its pages and its preview."""
    return render(paper).pdf


def _as_it_stands(paper: Instrument) -> Paper:
    if paper.back_entered:
        return document(paper, watermark="补录")
    if paper.status in NUMBERED:
        return document(paper)
    return document(paper, number=signing.expected(paper), watermark="草稿")


@bp.get("/<int:paper_id>/paper.docx")
@allows(Permission.INSTRUMENT_VIEW)
def docx(paper_id: int) -> Response:
    """The editable copy of the same text; the unit gets it once the paper is theirs."""
    paper = load(paper_id)
    content = to_docx(document(paper))
    unit = current().is_unit
    name = f"{paper.name}{'' if unit else '（副本）'}.docx"
    return download(content, WORD, name)


@bp.get("/export.xlsx")
@allows(Permission.EXPORT)
def export() -> Response:
    """Exactly the filtered list."""
    rows = [
        (
            row.number, row.kind_name, row.addressee, row.title, row.signed_on, row.delivered_on,
            row.due_on, row.closed_on, row.status.label, row.handler_name,
            "补录" if row.back_entered else "",
        )
        for row in lists.PAPERS.rows(request.args)
    ]  # fmt: skip
    return download(xlsx("文书", HEADINGS, rows), XLSX, "文书.xlsx")
