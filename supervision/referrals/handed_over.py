"""Whether a problem has really been handed over: its recipient took it, or told what came of it."""

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.referrals.models import Referral, ReferralProblem


def taken(problem_id: int) -> bool:
    """接收 or 回告, and not 退回. Few may see a referral; that it was taken is asked by whoever ends it."""
    statement = (
        sa.select(ReferralProblem.id)
        .join(Referral, Referral.id == ReferralProblem.referral_id)
        .where(
            ReferralProblem.problem_id == problem_id,
            sa.or_(Referral.received_on.is_not(None), Referral.answered_on.is_not(None)),
            Referral.returned_on.is_(None),
        )
        .limit(1)
    )
    with seeing(EVERYTHING):
        return session.scalar(statement) is not None
