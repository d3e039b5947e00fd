"""What was said of an answer goes with it: to the round that was sent back, once the unit answers anew."""

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem, ReplyRound

_BY = "judged_by#"  # and the key of whoever judged


def keep(round_: ReplyRound, items: list[InstrumentItem]) -> None:
    """With the answers of a round that comes back: what was concluded on these items, and by whom it was judged."""
    said = {item.id: _said_of(item) for item in items}
    round_.answers = [
        {**one, **said.get(one.get("item_id"), {})} if "measures" in one else one
        for one in round_.answers
    ]


def _said_of(item: InstrumentItem) -> dict[str, object]:
    people = {item.concluded_by_id, *(one.user_id for one in item.opinions)}
    said: dict[str, object] = {
        "returned": item.conclusion.label if item.conclusion else "",
        "note": item.conclusion_note,
    }
    return said | {f"{_BY}{key}": True for key in sorted(key for key in people if key)}


def begin_anew(item: InstrumentItem) -> None:
    """The unit's new answer has no conclusion yet, nor an opinion."""
    item.conclusion, item.conclusion_note = None, ""
    item.concluded_by_id = item.concluded_on = None
    for opinion in list(item.opinions):
        session.delete(opinion)
    item.opinions = []


def judges(paper: Instrument) -> set[int]:
    """Who judged answers that came back since."""
    rounds = [one for round_ in paper.rounds for one in round_.answers]
    found = {int(name.removeprefix(_BY)) for one in rounds for name in one if name.startswith(_BY)}
    before = (one.get("judged_by", "") for one in rounds)  # as it was kept for some weeks: #1##2#
    return found | {int(key) for keys in before for key in keys.split("#") if key}


def judged_by(me: Principal) -> sa.ColumnElement[bool]:
    """The same, asked of the store: a name in JSON ends with a bare quote and a colon, which no words a unit
    types do, for there a quote is escaped."""
    found = sa.cast(ReplyRound.answers, sa.String).contains(
        f'"{_BY}{me.user_id}": ', autoescape=True
    )
    return sa.exists().where(ReplyRound.instrument_id == Instrument.id, found).correlate(Instrument)
