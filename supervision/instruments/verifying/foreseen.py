"""Which of the problems chosen for 销号 the step will pass over, said before it is taken."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.verifying.service import NOT_ON_PAPER
from supervision.problems.models import Problem


def hindrances(
    problems: Sequence[Problem], check: Callable[[InstrumentItem], None]
) -> dict[int, str]:
    """Each problem that `check` refuses, by its key, with the reason."""
    items = _items(problems)
    found = {}
    for problem in problems:
        item = items.get((problem.id, problem.paper_id))
        try:
            if item is None:
                found[problem.id] = NOT_ON_PAPER
            else:
                check(item)
        except DomainError as refusal:
            found[problem.id] = refusal.message
    return found


def _items(problems: Sequence[Problem]) -> dict[tuple[int | None, int | None], InstrumentItem]:
    """The items of the problems, by problem and paper, in one question however many."""
    statement = (
        sa.select(InstrumentItem)
        .where(InstrumentItem.problem_id.in_([one.id for one in problems]))
        .options(
            joinedload(InstrumentItem.instrument).joinedload(Instrument.kind),
            selectinload(InstrumentItem.opinions),
        )
        .order_by(InstrumentItem.id.desc())
    )
    return {(one.problem_id, one.instrument_id): one for one in session.scalars(statement)}
