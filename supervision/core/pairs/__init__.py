"""Acts of two persons: one proposes, another confirms, and only then it happens."""

from supervision.core.pairs.acts import (
    ACTS,
    DEMAND,
    SETUPS,
    TELLERS,
    Act,
    Confirmation,
    Payload,
    Slip,
    Teller,
    nothing_to_undo,
)
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.pairs.service import (
    confirm,
    edition,
    end,
    forget,
    prepared,
    propose,
    refuse,
    renew,
    subject_of,
    title_of,
    waiting_for,
    waiting_on,
    why_not,
    withdraw,
)

__all__ = [
    "ACTS", "DEMAND", "SETUPS", "TELLERS", "Act", "Confirmation", "Outcome", "Payload", "Proposal", "Slip", "Teller",
    "confirm", "edition", "end", "forget", "nothing_to_undo", "prepared", "propose", "refuse", "renew", "subject_of", "title_of", "waiting_for", "waiting_on", "why_not", "withdraw",
]  # fmt: skip
