"""What of 监督行动 waits for a person: the leader's approval."""

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.pending import Duty, Rows, not_mine, row


def _prepared(me: Principal) -> list[Rows]:
    of = SupervisionAction
    others = not_mine(me, of.created_by_id)
    rows = row(of, of.title).where(*within(of), of.status == ActionStatus.PREPARING, *others)
    return [rows.order_by(of.starts_on, of.id)]


DUTIES = (
    Duty(
        "待批准的监督行动",
        "批准后方可实施",
        82,
        P.ACTION_APPROVE,
        _prepared,
        "actions.index",
        "open",
    ),
)
