"""What of clues waits for a person: whether they are taken up, and reporting back."""

from supervision.clues.models import Clue
from supervision.clues.own_terms import ACCEPT, REGISTERED, REPORT, TO_REPORT
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.pending import Duty, Rows, mine, row


def _registered(_me: Principal) -> list[Rows]:
    received = Clue.received_on
    rows = row(Clue, Clue.subject, whom=Clue.source_organ, since=received, begun=received)
    return [rows.where(*within(Clue), *REGISTERED).order_by(received, Clue.id)]


def _to_report(me: Principal) -> list[Rows]:
    closed = Clue.closed_on
    rows = row(Clue, Clue.subject, whom=Clue.source_organ, since=closed, begun=closed)
    own = mine(me, Clue.handler_id)  # leads: a body has closed thousands
    return [rows.where(own, *TO_REPORT).order_by(Clue.received_on, Clue.id)]


DUTIES = (
    Duty("待受理线索", "受理，或不予受理", 80, P.CLUE_ACCEPT, _registered, "clues.index", "new",
         own_term=ACCEPT),
    Duty("待回告", "已办结，向交办机关回告后全部完成", 81, P.CLUE_RECORD, _to_report, "clues.index",
         "report", own_term=REPORT),
)  # fmt: skip
