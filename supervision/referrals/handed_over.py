"""Which problems have really been handed over: their recipient took them, or told what came of them."""

from collections.abc import Collection

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.referrals.models import Referral, ReferralProblem


def taken(problem_ids: Collection[int]) -> set[int]:
    """Of these 接收 or 回告, and not 退回. Few may see a referral; that it was taken is asked by whoever ends it."""
    statement = (
        sa.select(ReferralProblem.problem_id)
        .join(Referral, Referral.id == ReferralProblem.referral_id)
        .where(
            ReferralProblem.problem_id.in_(problem_ids),
            sa.or_(Referral.received_on.is_not(None), Referral.answered_on.is_not(None)),
            Referral.returned_on.is_(None),
        )
    )
    with seeing(EVERYTHING):
        return set(session.scalars(statement))
