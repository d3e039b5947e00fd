"""What people are told at once of a clue: that one waits to be taken up, or was given to them."""

from supervision.clues.models import Clue
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.reminders.telling import Event, Told, holding, its

TOLD = Told(
    events={
        # The first two are no steps of the flow: a clue begins with them, and goes from hand to hand.
        "register": Event("待受理", (holding(Permission.CLUE_ACCEPT),)),
        "submit": Event("监督员提交，待受理", (holding(Permission.CLUE_ACCEPT),)),
        "reassign": Event("已改派给您承办", (its("handler_id"),)),
        "accept": Event("已受理，请承办", (its("handler_id"),)),
    },
    called=lambda clue: clue.subject,
)


def tell(record: object, verb: str, actor: Principal) -> None:
    """After a step of a clue."""
    if isinstance(record, Clue):
        TOLD.step(record, verb, actor=actor)
