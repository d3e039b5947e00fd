"""What a figure says of the supervision action it belongs to."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.reports.statement import FACTS


@dataclass(frozen=True)
class ActionFacts:
    """What a figure says of the action it belongs to; id 0 stands for 未列入监督行动."""

    id: int
    title: str
    form: str
    partner: str
    starts_on: Any
    body: str


NO_ACTION = ActionFacts(0, "未列入监督行动", "", "", None, "")


def of_keys(ids: set[int]) -> dict[int, ActionFacts]:
    """Figures cross the row scope, and so does what is said of their actions."""
    action = SupervisionAction
    statement = sa.select(action.id, *FACTS).where(action.id.in_(ids))
    with seeing(EVERYTHING):
        return {row.id: ActionFacts(*row) for row in session.execute(statement)}


def action_named(action_id: int | None) -> ActionFacts | None:
    """The facts of an action for a heading; None where no action was asked for."""
    if action_id is None:
        return None
    return of_keys({action_id}).get(action_id, NO_ACTION) if action_id else NO_ACTION
