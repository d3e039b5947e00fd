"""Acts of two persons: one proposes, another confirms, and only then it happens."""

from supervision.core.pairs.acts import ACTS, TELLERS, Act, Confirmation, Teller
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.pairs.service import (
    confirm,
    edition,
    propose,
    refuse,
    renew,
    waiting_for,
    waiting_on,
    why_not,
    withdraw,
)

__all__ = [
    "ACTS", "TELLERS", "Act", "Confirmation", "Outcome", "Proposal", "Teller", "confirm", "edition", "propose",
    "refuse", "renew", "waiting_for", "waiting_on", "why_not", "withdraw",
]  # fmt: skip
