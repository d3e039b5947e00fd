"""What was said of an answer goes with it: to the round that was sent back, once the unit answers anew."""

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
        "judged_by": sorted(one for one in people if one is not None),
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
    return {key for one in rounds for key in one.get("judged_by", ())}
