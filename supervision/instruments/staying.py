"""Since when a paper has been with its reviewer or signatory."""

from collections.abc import Iterable
from datetime import date

from supervision.core.audit import Entry
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S


def since(paper: Instrument, entries: Iterable[Entry]) -> date | None:
    """The day it was submitted, or passed on for signature; nothing while it is elsewhere."""
    if paper.status is S.AWAITING_SIGNATURE:
        return paper.reviewed_on
    if paper.status is not S.REVIEWING:
        return None
    submitted = (one.at for one in entries if one.action == "submit")  # the newest comes first
    at = next(submitted, None)
    return at.date() if at else None
