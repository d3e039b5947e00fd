"""The paper as a file: draft preview, editable copy, archived original."""

import io

from flask import Response, abort, send_file

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.documents.docx import to_docx
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import render
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.instruments import signing
from supervision.instruments.blueprint import bp, load
from supervision.instruments.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.states import NUMBERED, InstrumentStatus

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/<int:paper_id>/paper.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def pdf(paper_id: int) -> Response:
    """The archived original once signed (re-served, never re-rendered), before that a 草稿."""
    paper = load(paper_id)
    if paper.archive_id is not None and paper.status is not InstrumentStatus.VOID:
        return _archived(paper)
    return _pdf(render(_as_it_stands(paper)).pdf, f"{paper.name}.pdf")


def _as_it_stands(paper: Instrument) -> Paper:
    if paper.status in NUMBERED:
        return document(paper)
    return document(paper, number=signing.expected(paper), watermark="草稿")


def _archived(paper: Instrument) -> Response:
    stored = session.get(StoredFile, paper.archive_id) or abort(404)
    return _pdf(path_of(stored).read_bytes(), stored.name)


def _pdf(content: bytes, name: str) -> Response:
    response = send_file(
        io.BytesIO(content), mimetype="application/pdf", download_name=name, max_age=0
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/<int:paper_id>/paper.docx")
@allows(Permission.INSTRUMENT_VIEW)
def docx(paper_id: int) -> Response:
    """The editable copy of the same text; the unit gets it once the paper is theirs."""
    paper = load(paper_id)
    content = to_docx(document(paper))
    unit = current().is_unit
    name = f"{paper.name}{'' if unit else '（副本）'}.docx"
    return send_file(io.BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)
