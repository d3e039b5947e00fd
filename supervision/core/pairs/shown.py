"""What the page of a record says of an act that waits on it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.pairs.acts import ACTS
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.pairs.service import concerns


@dataclass(frozen=True)
class Awaited:
    """An act that somebody proposed; `url`: its page, for those who may open it."""

    act: str
    title: str
    proposer: str
    url: str | None


def awaited_on(record: Any, me: Principal) -> Awaited | None:
    """The act that waits on a record for its second person."""
    waiting = sa.select(Proposal).where(
        Proposal.subject_type == record.__tablename__,
        Proposal.subject_id == record.id,
        Proposal.outcome == Outcome.WAITING,
    )
    found = session.scalar(waiting.order_by(Proposal.id).limit(1))
    act = ACTS.whole().get(found.act) if found is not None else None
    if found is None or act is None:
        return None
    own = found.proposed_by_id == me.user_id
    opens = own or (concerns(found, me) and me.can(act.confirms))
    url = url_for("pairs.show", proposal_id=found.id) if opens else None
    return Awaited(act.name, act.title, found.proposer, url)
