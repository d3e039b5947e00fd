"""The kinds of papers that may follow from a paper, in the body that issued it."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.held import held
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import KindPurpose

KINDS = "kinds"
FOLLOWING = (KindPurpose.SUPERIOR, KindPurpose.REMINDER, KindPurpose.URGING, KindPurpose.DECISION)


def kinds_of(paper: Instrument) -> list[InstrumentKind]:
    """Those in force, the first first."""
    statement = sa.select(InstrumentKind).where(*offered_kinds(paper)).order_by(InstrumentKind.id)
    return held(paper, KINDS, lambda: list(session.scalars(statement)))


def offered_kinds(paper: Instrument) -> list[sa.ColumnElement[bool]]:
    """Their criteria."""
    return [
        InstrumentKind.body_id == paper.body_id,
        InstrumentKind.in_force.is_(True),
        InstrumentKind.purpose.in_(FOLLOWING),
    ]
