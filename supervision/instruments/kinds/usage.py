"""Which kinds a body drafts most: what 拟制文书 offers first."""

from collections import Counter
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
    newest = sa.select(InstrumentKind.code).join(
        Instrument, Instrument.kind_id == InstrumentKind.id
    )
    newest = newest.where(*within(Instrument)).order_by(Instrument.id.desc()).limit(LOOKED_AT)
    drafted = Counter(session.scalars(newest))
    return sorted(kinds, key=lambda kind: -drafted[kind.code])[:FIRST]
