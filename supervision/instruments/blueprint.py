"""The blueprint of papers and the scoped load every view of it starts with."""

from flask import Blueprint, abort
from sqlalchemy.orm import joinedload

from supervision.core.db import session
from supervision.instruments import beside
from supervision.instruments.models import Instrument

bp = Blueprint("instruments", __name__, url_prefix="/instruments")


def load(paper_id: int, *, page: bool = False) -> Instrument:
    """The paper with its parts in two questions, for its `page` with what stands around it; another
    unit's or body's is a 404."""
    paper = session.get(
        Instrument,
        paper_id,
        options=[
            joinedload(Instrument.kind),
            joinedload(Instrument.unit),
            joinedload(Instrument.handler),
            joinedload(Instrument.drafted_by),
            joinedload(Instrument.reviewed_by),
        ],
    )
    if paper is None:
        abort(404)
    beside.load_page(paper) if page else beside.load_parts(paper)
    return paper
