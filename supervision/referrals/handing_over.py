"""Open referrals as part of a person's hand-over: only their number is told."""

from collections.abc import Collection

import sqlalchemy as sa

from supervision.accounts.matters import held_by_handler
from supervision.core.db import session
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus as S
from supervision.reminders.inbox import settle_event

OPEN = [one for one in S if one is not S.ARCHIVED]

PART = held_by_handler(
    Referral, label="未归档移交移送", still_open=lambda: Referral.status.in_(OPEN)
)


def nobody_approves(_person_id: int, table: str, keys: Collection[int]) -> None:
    """Whoever was asked to approve took the matter over: it waits for another, whom the handler names."""
    if table != Referral.__tablename__:
        return
    own = (Referral.id.in_(sorted(keys)), Referral.approver_id == Referral.handler_id)
    for row in session.scalars(sa.select(Referral).where(*own, Referral.status == S.REVIEWING)):
        settle_event((table, row.id))
