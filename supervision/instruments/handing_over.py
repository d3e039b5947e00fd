"""Open papers as part of a person's hand-over; who drafted them stays on record."""

from supervision.accounts.handover import held_by_handler
from supervision.instruments.models import Instrument
from supervision.instruments.states import FINISHED

PART = held_by_handler(
    Instrument, label="未办结文书", still_open=lambda: Instrument.status.not_in(FINISHED)
)
