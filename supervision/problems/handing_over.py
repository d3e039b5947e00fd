"""Open problems as part of a person's hand-over."""

import sqlalchemy as sa

from supervision.accounts.matters import held_by_handler
from supervision.problems.models import Problem

PART = held_by_handler(
    Problem,
    label="在办问题",
    still_open=lambda: Problem.in_hand == sa.true(),
    called=lambda one: one.title,
    concerns=lambda one: one.unit.name,
)
