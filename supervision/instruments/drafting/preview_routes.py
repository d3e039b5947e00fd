"""The live preview beside a form: what is being typed, set and drawn without being saved."""

import base64
from collections.abc import Callable

from flask import Response, abort, g, jsonify, request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import read_phase
from supervision.core.documents.model import Paper
from supervision.core.duedates import remark_on
from supervision.core.errors import DomainError
from supervision.core.intake import takes_files
from supervision.instruments.blueprint import bp, load
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.routes import paper_form
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.printing import files as printing
from supervision.instruments.wording import completeness

Shown = tuple[Paper, list[str]]  # what would print, and what to say of it


@bp.post("/preview")
@allows(Permission.INSTRUMENT_DRAFT)
@takes_files
def preview_new() -> Response:
    """A paper not yet saved, of the kind the address names."""
    with read_phase():
        kind = kinds.in_force(current().body_id or 0, request.args.get("kind", "")) or abort(404)
        return _answer(lambda: _as_typed(kind, None))


@bp.post("/<int:paper_id>/preview")
@allows(Permission.INSTRUMENT_DRAFT)
@takes_files
def preview_draft(paper_id: int) -> Response:
    """A draft as its form stands."""
    with read_phase():
        paper = load(paper_id)
        return _answer(lambda: _as_typed(paper.kind, paper))


def _as_typed(kind: InstrumentKind, paper: Instrument | None) -> Shown:
    facts = paper_form(kind, paper, []).facts(kind, paper)
    body_id = paper.body_id if paper else current().body_id or 0
    sketch = drafting.sketch(facts, body_id=body_id, of=paper, actor=current())
    lacking = [one.sentence for one in completeness.lacks(sketch)] if paper else []
    said = [remark_on(sketch.fixed_due), *(f"{one}。" for one in lacking)]
    return printing.as_it_stands(sketch), said


def _answer(shown: Callable[[], Shown]) -> Response:
    """One page as a picture and how many there are; or why it cannot print, in words."""
    try:
        content, said = shown()
        pages = len(printing.set_pages(content))
        remarks = [part for part in (*said, printing.special(content)) if part]
        number = min(max(request.args.get("page", 1, type=int), 1), pages)
        picture = base64.b64encode(printing.picture_of(content, number)).decode()
    except DomainError as refusal:
        return jsonify(refusal=refusal.message)
    finally:
        g.pop("form", None)  # nothing was saved: the draft kept of the form stays
    drawn = f"data:image/png;base64,{picture}"
    return jsonify(pages=pages, page=number, picture=drawn, remark=" ".join(remarks))
