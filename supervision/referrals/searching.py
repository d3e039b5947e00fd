"""What is found of referrals: by the typed filters of their own list only."""

from supervision.core.search import Source
from supervision.referrals.models import Referral

SOURCES = (
    Source(
        kind="referral",
        label="移交移送",
        model=Referral,
        title=lambda row: row.subject,
        texts=lambda row: (row.recipient,),
        permissions=(),  # the box offers them to nobody
        rank=55,
        unit_id=lambda _row: None,
    ),
)
