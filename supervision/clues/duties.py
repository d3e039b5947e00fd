"""What of clues waits for a person: whether they are taken up."""

from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.pending import Duty, Rows, row


def _registered(_me: Principal) -> list[Rows]:
    rows = row(Clue, Clue.subject, whom=Clue.source_organ, since=Clue.received_on)
    rows = rows.where(
        *within(Clue), Clue.status == ClueStatus.REGISTERED, Clue.back_entered.is_(False)
    )
    return [rows.order_by(Clue.received_on, Clue.id)]


DUTIES = (
    Duty("待受理线索", "受理，或不予受理", 80, P.CLUE_ACCEPT, _registered, "clues.index", "new"),
)
