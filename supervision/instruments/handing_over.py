"""Open papers as part of a person's hand-over; who drafted them stays on record."""

import sqlalchemy as sa

from supervision.accounts.handover import Part
from supervision.accounts.models import User
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S

ENDED = (S.CLOSED, S.ARCHIVED, S.VOID)


def _open(person: User) -> sa.Select[Instrument]:
    return sa.select(Instrument).where(
        Instrument.handler_id == person.id,
        Instrument.status.not_in(ENDED),
        Instrument.body_id == person.body_id,
    )


def _count(person: User) -> int:
    return session.scalar(_open(person).with_only_columns(sa.func.count(Instrument.id))) or 0


def _pass_on(person: User, successor: User) -> int:
    rows = session.scalars(_open(person)).all()
    for row in rows:
        row.handler_id = successor.id
    return len(rows)


PART = Part("papers", "未办结文书", _count, _pass_on)
