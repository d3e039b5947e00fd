"""What a paper says of its matters as such: how they came to the office, and how many problems they are."""

from collections import Counter
from collections.abc import Iterable

from supervision.actions.models import ProblemMeasure, SupervisionAction
from supervision.clues.models import Clue
from supervision.clues.states import Source
from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.wording import names

_TOLD_BY_PEOPLE = (
    Source.HOTLINE, Source.COMPLAINT, Source.ENTERPRISE, Source.CONTACT_POINT, Source.OBSERVER,
)  # fmt: skip


def came_by(paper: Instrument, own: str) -> dict[str, str]:
    """How the matter came to us; of whoever reported it nothing is said, not even by which way."""
    clue = session.get(Clue, paper.clue_id) if paper.clue_id else None
    if clue is not None and clue.source_organ:
        number = f"（{clue.source_number}）" if clue.source_number else ""
        day = clock.chinese_date(clue.received_on)
        return {"来件经过": f"{day}，{own}收到{clue.source_organ}转来的有关事项一件{number}。"}
    if clue is not None and clue.source in _TOLD_BY_PEOPLE:
        return {"来件经过": f"{own}收到有关行政执法问题的反映。"}
    action = session.get(SupervisionAction, paper.action_id) if paper.action_id else None
    where = names.action_name(action.title) if action else "行政执法监督工作"
    return {"来件经过": f"{own}在{where}中发现有关行政执法问题的线索。"}


def counted(items: Iterable[InstrumentItem]) -> str:
    """3个: the items that tell of a problem; of advice alone, nothing."""
    return with_measures(
        item.problem.measure if item.problem else ProblemMeasure.GE
        for item in items
        if item.problem is not None or item.statement.strip()
    )


def with_measures(measures: Iterable[ProblemMeasure]) -> str:
    """37个, 41项: each with its own measure word; the two are never summed."""
    found = Counter(measures)
    return "、".join(f"{found[one]}{one.label}" for one in ProblemMeasure if found[one])
