"""What a unit typed online and had not sent when its letter was registered: shown, and kept beside the letter."""

from collections.abc import Mapping
from typing import NamedTuple

from supervision.instruments.models import Instrument
from supervision.instruments.replying import overall


class Typed(NamedTuple):
    """Words of the unit: which item's (0: of the whole), and what was typed."""

    seq: int
    item_id: int | None
    words: str


def typed(paper: Instrument) -> list[Typed]:
    """Answers of the present round, item by item, then 总体情况; words of an earlier round are none."""
    answers = [
        Typed(item.seq, item.id, item.measures)
        for item in paper.items
        if item.answered and item.measures and not (item.conclusion and item.conclusion.settles)
    ]
    whole = overall.held(paper)
    return [*answers, Typed(0, None, whole)] if whole else answers


def against(paper: Instrument, answers: Mapping[int, str], summary: str) -> list[dict[str, object]]:
    """Lines of the round for what was typed otherwise than the letter says."""
    said: dict[int | None, str] = dict(answers.items())
    said[None] = summary
    return [
        {"seq": one.seq, "item_id": one.item_id, "unsent": one.words}
        for one in typed(paper)
        if one.words.strip() != said.get(one.item_id, "").strip()
    ]
