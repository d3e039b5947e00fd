"""What follows when the term of a referral's answer moves (another calendar): the list shows it."""

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueDate
from supervision.referrals.models import Referral


def follow(row: DueDate, _actor: Principal) -> None:
    """Copy the last day into the column that the list sorts by."""
    referral = session.get(Referral, row.owner_id)
    if referral is not None:
        referral.due_on = row.due
