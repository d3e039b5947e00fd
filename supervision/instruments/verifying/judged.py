"""What was said of an answer goes with it: to the round that was sent back, once the unit answers anew."""

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem, ReplyRound


def keep(round_: ReplyRound, items: list[InstrumentItem]) -> None:
    """With the answers of a round that comes back: what was concluded on these items, and by whom it was judged."""
    said = {item.id: _said_of(item) for item in items}
    round_.answers = [
        {**one, **said.get(one.get("item_id"), {})} if "measures" in one else one
        for one in round_.answers
    ]


def _said_of(item: InstrumentItem) -> dict[str, object]:
    people = {item.concluded_by_id, *(one.user_id for one in item.opinions)}
    return {
        "returned": item.conclusion.label if item.conclusion else "",
        "note": item.conclusion_note,
        "judged_by": "".join(f"#{key}#" for key in sorted(key for key in people if key)),
    }


def begin_anew(item: InstrumentItem) -> None:
    """The unit's new answer has no conclusion yet, nor an opinion."""
    item.conclusion, item.conclusion_note = None, ""
    item.concluded_by_id = item.concluded_on = None
    for opinion in list(item.opinions):
        session.delete(opinion)
    item.opinions = []


def judges(paper: Instrument) -> set[int]:
    """Who judged answers that came back since."""
    rounds = (one for round_ in paper.rounds for one in round_.answers)
    said = (one.get("judged_by", "") for one in rounds)
    return {int(key) for keys in said for key in keys.split("#") if key}


def judged_by(me: Principal) -> sa.ColumnElement[bool]:
    """The same, asked of the store."""
    found = sa.cast(ReplyRound.answers, sa.String).contains(f"#{me.user_id}#")
    return sa.exists().where(ReplyRound.instrument_id == Instrument.id, found).correlate(Instrument)
