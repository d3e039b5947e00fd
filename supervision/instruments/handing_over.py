"""Open papers as part of a person's hand-over; who drafted them stays on record."""

from supervision.accounts.matters import held_by_handler
from supervision.instruments.models import Instrument
from supervision.instruments.states import FINISHED, InstrumentStatus, KindPurpose

OPEN = [one for one in InstrumentStatus if one not in FINISHED]


def _called(paper: Instrument) -> str:
    """Nothing of what only named people may know."""
    secret = paper.kind.purpose is KindPurpose.REFERRAL
    return "" if secret else paper.number or paper.title


PART = held_by_handler(
    Instrument,
    label="未办结文书",
    still_open=lambda: Instrument.status.in_(OPEN),
    called=_called,
    concerns=lambda one: one.addressee,
    alone=lambda: Instrument.status.in_((InstrumentStatus.DRAFT, InstrumentStatus.RETURNED)),
)
