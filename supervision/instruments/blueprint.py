"""The blueprint of papers and the scoped load every view of it starts with."""

from flask import Blueprint, abort
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem

bp = Blueprint("instruments", __name__, url_prefix="/instruments")


def load(paper_id: int) -> Instrument:
    """The paper with its parts in a fixed number of queries; another unit's or body's is a 404."""
    paper = session.get(
        Instrument,
        paper_id,
        options=[
            joinedload(Instrument.kind),
            joinedload(Instrument.unit),
            joinedload(Instrument.handler),
            joinedload(Instrument.drafted_by),
            joinedload(Instrument.reviewed_by),
            selectinload(Instrument.items).joinedload(InstrumentItem.problem),
            selectinload(Instrument.items).selectinload(InstrumentItem.opinions),
            selectinload(Instrument.deliveries),
            selectinload(Instrument.rounds),
        ],
    )
    return paper or abort(404)
