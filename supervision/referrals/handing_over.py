"""Open referrals as part of a person's hand-over: only their number is told."""

from supervision.accounts.matters import held_by_handler
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus as S

OPEN = [one for one in S if one is not S.ARCHIVED]

PART = held_by_handler(
    Referral, label="未归档移交移送", still_open=lambda: Referral.status.in_(OPEN)
)
