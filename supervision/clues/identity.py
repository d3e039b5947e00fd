"""Who the informant is: sealed at rest, opened for the handler only, each look on the audit trail."""

import json
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from supervision.clues.models import Clue, ClueIdentity
from supervision.core.access.principal import Principal
from supervision.core.access.writing import crossing
from supervision.core.audit import trace_read
from supervision.core.db import session
from supervision.core.errors import Forbidden, NotFound
from supervision.core.sealing import seal, unseal


@dataclass(frozen=True)
class Informant:
    """What is known of the informant; all empty: nothing."""

    name: str = ""
    contact: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        return bool(self.name or self.contact or self.note)


NOBODY = Informant()


def keep(clue: Clue, informant: Informant, *, actor: Principal) -> None:
    """Seal what was entered; an empty one leaves what is held."""
    if not informant.known:
        return
    if clue.handler_id not in (None, actor.user_id):
        raise Forbidden("来源人身份只能由承办人填写")
    sealed = seal(
        json.dumps(asdict(informant), ensure_ascii=False), ClueIdentity.sealed, of=clue.id
    )
    held = _held(clue)
    if held is None:
        kept = ClueIdentity(body_id=clue.body_id, clue_id=clue.id, created_by_id=actor.user_id)
        kept.sealed = sealed
        with crossing("whoever registers a clue seals it for a handler not yet named"):
            session.add(kept)
    else:
        held.sealed = sealed
    session.flush()


def is_kept(clue: Clue) -> bool:
    """Whether an identity is held that the present person may open."""
    return _held(clue) is not None


def rows_of(clue: Clue) -> list[ClueIdentity]:
    """What is held, for a clue that goes."""
    held = _held(clue)
    return [] if held is None else [held]


def look(clue: Clue, *, actor: Principal) -> Informant:
    """Open the identity for the handler, and leave a trace of the look."""
    if clue.handler_id != actor.user_id:
        raise Forbidden("来源人身份只有承办人可以查看")
    held = _held(clue)
    if held is None:
        raise NotFound("没有登记来源人身份")
    informant = Informant(**json.loads(unseal(held.sealed, ClueIdentity.sealed, of=clue.id)))
    trace_read(clue, label="查看来源人身份", actor=actor)
    return informant


def _held(clue: Clue) -> ClueIdentity | None:
    return session.scalar(sa.select(ClueIdentity).where(ClueIdentity.clue_id == clue.id))
