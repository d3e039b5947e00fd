"""Which kinds a body drafts most: what 拟制文书 offers first."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentKind

LOOKED_AT = 200  # newest papers
FIRST = 3


def usual(kinds: Sequence[InstrumentKind]) -> list[InstrumentKind]:
    """The FIRST of these kinds by how many of the newest papers are of their name, in that order.

    Editions of a kind share its code; kinds nobody drafted yet follow in the order given.
    """
    papers = sa.select(Instrument.kind_id).where(*within(Instrument))
    newest = papers.order_by(Instrument.id.desc()).limit(LOOKED_AT).subquery()
    each = sa.select(InstrumentKind.code, sa.func.count().label("number")).join(
        newest, newest.c.kind_id == InstrumentKind.id
    )
    rows = session.execute(each.group_by(InstrumentKind.code))
    drafted = {row.code: row.number for row in rows}
    return sorted(kinds, key=lambda kind: -drafted.get(kind.code, 0))[:FIRST]
