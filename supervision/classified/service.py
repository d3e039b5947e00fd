"""Registering a classified paper and striking a line out; there is no verb that amends one."""

from datetime import date

import sqlalchemy as sa

from supervision.classified.models import Because, ClassifiedPaper
from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.core.numbering import format_number, parse

MOST_COPIES = 9999


def register(number: str, copies: int, dated_on: date, *, actor: Principal) -> ClassifiedPaper:
    """Enter 文号、份数、日期; the form of a 文号 is enforced, so that no words slip in through it."""
    actor.require(Permission.CLASSIFIED_RECORD)
    normal = format_number(*parse(number))
    if not 1 <= copies <= MOST_COPIES:
        message = f"份数须为1至{MOST_COPIES}"
        raise DomainError(message, field="copies")
    if dated_on > clock.today():
        message = "日期不得晚于今天"
        raise DomainError(message, field="dated_on")
    if session.scalar(_standing(normal, actor).limit(1)) is not None:
        message = f"{normal}已登记；原登记有误的，先作废再登记"
        raise DomainError(message, field="number")
    entry = ClassifiedPaper(
        body_id=actor.body_id,
        number=normal,
        copies=copies,
        dated_on=dated_on,
        created_by_id=actor.user_id,
    )
    session.add(entry)
    session.flush()
    return entry


def _standing(number: str, actor: Principal) -> sa.Select[int]:
    return sa.select(ClassifiedPaper.id).where(
        ClassifiedPaper.body_id == actor.body_id,
        ClassifiedPaper.number == number,
        ClassifiedPaper.voided_on.is_(None),
    )


def strike_out(entry: ClassifiedPaper, because: Because, *, actor: Principal) -> None:
    """作废登记: the line stays, with why and when."""
    actor.require(Permission.CLASSIFIED_RECORD)
    if entry.voided_on is not None:
        message = "该登记已作废"
        raise WrongState(message)
    entry.void_because, entry.voided_on = because, clock.today()
    label = f"作废登记（{because.label}）"
    audit.record(entry, action="classified.strike_out", label=label, actor=actor)
    session.flush()
