"""The second person of an act: whoever is signed in finds it at 待我确认, looks at it, and says yes or no."""

import lxml.html
from werkzeug.test import TestResponse

from tests.support.client import Visitor

WAITING = "/confirmations/"


def waiting(visitor: Visitor) -> list[str]:
    """Addresses of what waits for this person, the oldest first."""
    page = lxml.html.fromstring(visitor.get(WAITING).get_data(as_text=True))
    return [str(one) for one in page.xpath("//table[caption='待我确认']//a/@href")]


def confirm(visitor: Visitor) -> TestResponse:
    """Confirm what waits longest."""
    return visitor.submit(waiting(visitor)[0], {"confirm": "1"})


def refuse(visitor: Visitor, reason: str) -> TestResponse:
    """Say no to what waits longest."""
    return visitor.submit(waiting(visitor)[0], {"refuse": "1", "reason": reason})
