"""作废: the number stays used and is not counted."""

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.delivering.service import end_due_dates
from supervision.instruments.extending import service as extending
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting


def void(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """Void a paper with its reason: due dates fall away, its problems are released."""
    FLOW.fire(paper, "void", reason=reason, actor=actor)
    paper.void_reason = reason.strip()
    end_due_dates(paper, met=False)
    extending.lapse(paper, actor=actor, because="文书已作废")
    objecting.lapse(paper, actor=actor, because="文书已作废")
    session.flush()
