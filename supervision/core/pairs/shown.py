"""What pages say of acts of two persons: what waits on a record, what a person asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.core.access.principal import Principal
from supervision.core.db import Model, session
from supervision.core.errors import NotFound
from supervision.core.pairs.acts import ACTS, Act, Subject
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
    """The act that waits on a record for its second person; the first where there are several."""
    return next(iter(all_awaited_on(record, me)), None)


def all_awaited_on(record: Any, me: Principal) -> list[Awaited]:
    """The acts that wait on a record, the oldest first."""
    waiting = sa.select(Proposal).where(
        Proposal.subject_type == record.__tablename__,
        Proposal.subject_id == record.id,
        Proposal.outcome == Outcome.WAITING,
    )
    acts = ACTS.whole()
    return [
        _awaited(one, acts[one.act], me)
        for one in session.scalars(waiting.order_by(Proposal.id))
        if one.act in acts
    ]


def _awaited(proposal: Proposal, act: Act, me: Principal) -> Awaited:
    own = proposal.proposed_by_id == me.user_id
    opens = own or (concerns(proposal, me) and me.can(act.confirms))
    url = url_for("pairs.show", proposal_id=proposal.id) if opens else None
    return Awaited(act.name, act.title, proposal.proposer, url)


def asked_by(me: Principal) -> list[tuple[Proposal, Act, str]]:
    """What this person proposed, the newest first, with the names of the records; of one that is gone none."""
    own = sa.select(Proposal).where(Proposal.proposed_by_id == me.user_id)
    acts = ACTS.whole()
    found = session.scalars(own.order_by(Proposal.id.desc()).limit(50))
    known = [one for one in found if one.act in acts]
    held = _together(known)  # each is asked for by its key while this holds it
    names = [(one, acts[one.act], _called(one, acts[one.act])) for one in known]
    held.clear()
    return names


def _together(proposals: Sequence[Proposal]) -> list[Subject]:
    """The records of a list, by one question a table."""
    wanted: dict[str, set[int]] = {}
    for one in proposals:
        wanted.setdefault(one.subject_type, set()).add(one.subject_id)
    models = [one.class_ for one in Model.registry.mappers if one.class_.__tablename__ in wanted]
    return [
        row
        for model in models
        for row in session.scalars(
            sa.select(model).where(model.id.in_(wanted[model.__tablename__]))
        )
    ]


def _called(proposal: Proposal, act: Act) -> str:
    try:
        return act.called(act.load(proposal.subject_id))
    except NotFound:
        return ""
