"""The papers drafted from a paper: asked once, for its page and for the rules of its steps."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.core.db import session
from supervision.core.held import held
from supervision.instruments.models import Instrument

CHILDREN = "children"


def children_of(paper: Instrument) -> list[Instrument]:
    """The papers that follow from this one, each with its kind, the first first."""
    statement = sa.select(Instrument).where(Instrument.parent_id == paper.id)
    ordered = statement.options(joinedload(Instrument.kind)).order_by(Instrument.id)
    return held(paper, CHILDREN, lambda: list(session.scalars(ordered)))
