"""The days of an action that its due date must agree with."""

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.actions.phases import NOT_BEGUN
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day


def _phase_ends() -> sa.Case[object]:
    one = SupervisionAction
    begins = sa.func.coalesce(one.stationed_on, one.starts_on)
    return sa.case(
        (one.status.in_(NOT_BEGUN), begins), else_=sa.func.coalesce(one.withdrawn_on, one.ends_on)
    )


AGREEMENTS = (same_day("phases", "行动阶段的日期", SupervisionAction, DueKind.ACTION, _phase_ends),)
