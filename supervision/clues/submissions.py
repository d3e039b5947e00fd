"""What an observer or contact point sends in, and what became of it: nothing else is shown to them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies.models import Unit
from supervision.agencies.service import active_units
from supervision.clues.models import Clue
from supervision.clues.service import ClueFacts, enter
from supervision.clues.states import ClueStatus, Source
from supervision.clues.telling import TOLD
from supervision.core import clock, settings
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import Scope, seeing
from supervision.core.access.writing import crossing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.files import StoredFile
from supervision.roster.models import Pool, RosterEntry

SHOWN = 50


@dataclass(frozen=True)
class Seen:
    """A submission as its sender sees it: their own words, and what became of them."""

    id: int
    subject: str
    place: str
    unit: str
    sent_on: date
    state: str
    tone: str
    outcome: str


def open_to(actor: Principal) -> bool:
    """Whether accounts of observers are in use and `actor` holds one."""
    return bool(settings.get("observer_accounts")) and actor.can(Permission.CLUE_SUBMIT)


def units(actor: Principal) -> list[Unit]:
    """Units a submission may be about."""
    with _body(actor):
        return active_units()


def submit(
    words: str,
    *,
    unit: Unit | None,
    place: str,
    photos: Sequence[StoredFile],
    actor: Principal,
) -> Clue:
    """Send a clue in; the bureau's reviewer decides on it and names a handler."""
    _require_open(actor)
    first_line = words.strip().splitlines()[0]
    with _body(actor), crossing("an observer hands in what the bureau alone sees from then on"):
        clue = Clue(
            body_id=actor.body_id, submitted_by_id=actor.user_id, created_by_id=actor.user_id
        )
        facts = ClueFacts(
            source=_source(actor),
            source_organ=actor.name,
            subject=first_line[:40],
            content=words.strip(),
            received_on=clock.today(),
            unit=unit,
            place=place,
            files=photos,
        )
        enter(clue, facts, actor=actor)
        record(clue, action="submit", label="监督员提交线索", actor=actor)
        TOLD.step(clue, "submit", actor=actor)
        session.flush()
    return clue


def sent_by(actor: Principal) -> list[Seen]:
    """The actor's own submissions, newest first."""
    _require_open(actor)
    statement = (
        sa.select(Clue)
        .where(Clue.submitted_by_id == actor.user_id)
        .options(joinedload(Clue.unit))
        .order_by(Clue.id.desc())
        .limit(SHOWN)
    )
    with _body(actor):
        return [_seen(clue) for clue in session.scalars(statement)]


def find_unit(unit_id: int | None, actor: Principal) -> Unit | None:
    """The unit chosen, if it is one of the actor's body."""
    with _body(actor):
        return session.get(Unit, unit_id) if unit_id else None


def _require_open(actor: Principal) -> None:
    if not open_to(actor):
        raise NotFound("监督员账号未开放")


def _body(actor: Principal) -> AbstractContextManager[None]:
    """An observer sees no rows at all; here the rows of their body, for what this module returns."""
    return seeing(Scope(body_ids=(actor.body_id or 0,), user_id=actor.user_id or 0))


def _source(actor: Principal) -> Source:
    pool = session.scalar(
        sa.select(RosterEntry.pool).where(
            RosterEntry.user_id == actor.user_id, RosterEntry.left_on.is_(None)
        )
    )
    return Source.CONTACT_POINT if pool is Pool.CONTACT_POINT else Source.OBSERVER


def _seen(clue: Clue) -> Seen:
    return Seen(
        id=clue.id,
        subject=clue.content or clue.subject,
        place=clue.place,
        unit=clue.unit.name if clue.unit else "",
        sent_on=clue.received_on,
        state="已提交" if clue.status is ClueStatus.REGISTERED else clue.status.label,
        tone=clue.status.tone,
        outcome=_outcome(clue),
    )


def _outcome(clue: Clue) -> str:
    """What became of it, without who handles it, papers or the unit's own words."""
    if clue.status is ClueStatus.DECLINED:
        return clue.decline_reason
    if clue.finding is None:
        return ""
    return f"{clue.finding.label}{'，已作处理' if clue.dealt_with else ''}" + (
        f"：{clue.report_note}" if clue.report_note else ""
    )
