"""What waits for a second person, of whatever act: part of their 待办."""

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.pairs.acts import ACTS, Act
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.pairs.service import concerning
from supervision.core.pending import Duty, Rows, row


def _proposed_by_others(me: Principal) -> list[Rows]:
    """What `service.why_not` says nothing against."""
    acts = [act for act in ACTS.whole().values() if me.can(act.confirms)]
    if not acts:
        return []
    of = Proposal
    rows = row(
        of,
        sa.case({act.name: act.title for act in acts}, value=of.act),
        whom=of.proposer,
        matter=(of.subject_type, of.subject_id),
    )
    rows = rows.where(
        of.outcome == Outcome.WAITING,
        concerning(me),
        of.expires_at > sa.bindparam(None, callable_=clock.minute, type_=of.expires_at.type),
        of.proposed_by_id.not_in([me.user_id or 0, *me.stands_in_ids]),
        sa.or_(*(_open(act, me) for act in acts)),
    )
    return [rows.order_by(of.id)]


def _open(act: Act, me: Principal) -> sa.ColumnElement[bool]:
    whose = act.open_to(me) if act.open_to else sa.true()
    return sa.and_(Proposal.act == act.name, whose)


DUTIES = (
    Duty("待我确认", "别人提请的事项，须另一人确认", 20, None, _proposed_by_others, "pairs.index"),
)
