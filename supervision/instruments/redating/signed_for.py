"""更正签收登记: one of many units signed on paper, on another day or by somebody else than was registered."""

from datetime import date

from supervision.core import clock, duedates
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument
from supervision.instruments.receipts.models import Receipt

WORD = "签收日期"


def of_key(key: int) -> Receipt | None:
    """That receipt, where it was registered: what was signed for on the screen has its own day."""
    found = session.get(Receipt, key)
    on_paper = found is not None and found.registered and found.received_on is not None
    return found if on_paper else None


def check(paper: Instrument, receipt: Receipt, on: date) -> None:
    """DomainError where it cannot have been signed for on that day."""
    if on > clock.today() or (receipt.sent_on is not None and on < receipt.sent_on):
        raise DomainError(f"{WORD}不得早于发出日期，也不得晚于今天", field="received_on")
    if paper.closed_on is not None and on > paper.closed_on:
        said = f"{WORD}不得晚于办结的{clock.chinese_date(paper.closed_on)}"
        raise DomainError(said, field="received_on")


def redate(paper: Instrument, receipt: Receipt, on: date, recipient: str) -> None:
    """Write the right day, by which lateness is judged, and who signed."""
    check(paper, receipt, on)
    was, receipt.received_on = receipt.received_on, on
    receipt.recipient = recipient
    for row in duedates.of_owner(receipt, DueKind.RECEIPT):
        if row.closed_on == was:
            row.closed_on = on
    session.flush()
