"""Whose hand is in a paper: they neither review nor sign it."""

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.instruments.models import Instrument


def authors(paper: Instrument) -> set[int]:
    """Whose hand is in a paper, by identity."""
    return {paper.drafted_by_id, *paper.author_ids}


def written_by(me: Principal) -> sa.ColumnElement[bool]:
    """Whose hand is in the text, which neither reviews nor signs it: in words of JSON, 3 of [1, 3]."""
    listed = sa.cast(Instrument.author_ids, sa.String)
    fenced = sa.func.replace(sa.func.replace(sa.func.replace(listed, " ", ""), "[", ","), "]", ",")
    drafted = sa.func.coalesce(Instrument.drafted_by_id, 0) == me.user_id
    return sa.or_(drafted, fenced.contains(f",{me.user_id},"))
