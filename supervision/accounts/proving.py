"""Asking a signed-in or half signed-in person for a code: the brake first, every failure on the trail.

Signing asks again where a person has a second factor: once in each half of a day and each browser, so that
a browser left open signs nothing; many papers signed at once are one act.
"""

from datetime import datetime

import sqlalchemy as sa
from flask import g, has_request_context, request

from supervision.accounts import braking, device_sessions, factors, signin
from supervision.accounts.factors import Proof
from supervision.accounts.models import SecondFactor, UserSession
from supervision.core import audit, clock
from supervision.core.access.principal import Principal
from supervision.core.db import read_phase, separate_unit_of_work, session
from supervision.core.errors import DomainError

ASKED = "您启用了两因子认证，签发前请输入验证码（每半天一次）"


class CodeNeeded(DomainError):
    """A code is asked before this is done."""

    def __init__(self) -> None:
        super().__init__(ASKED, field="otp")


def prove(user_id: int, username: str, typed: str, *, at: str) -> Proof:
    """The code is right and spent, or DomainError; call it before anything is read or written.

    A code once taken stays spent, also where what it was given for fails afterwards.
    """
    address, device = request.remote_addr or "", device_sessions.present()
    braking.attempt(username, device=device, address=address)
    try:
        with read_phase():
            proof = factors.judge(user_id, typed)
        with separate_unit_of_work() as own:
            factors.spend(own, user_id, proof)
            braking.forgive(username, machine=device.machine(address), own=own)
    except DomainError:
        signin.tell("account.refused", f"{at}时验证码不对", username, known=True)
        raise
    return proof


def due(actor: Principal) -> bool:
    """Whether this person has a second factor and was not asked for it in this half of the day."""
    if not has_request_context() or actor.user_id is None:
        return False  # the system itself, a command, the demonstration
    asked = sa.select(UserSession.code_given_at).where(UserSession.id == g.get("session_no", 0))
    factor = sa.exists().where(SecondFactor.user_id == actor.user_id)
    found = session.execute(sa.select(asked.scalar_subquery()).where(factor)).one_or_none()
    return found is not None and not _same_half(found[0], clock.now())


def give(actor: Principal, typed: str) -> None:
    """Take the code that signing asks for; call it before anything is read or written."""
    assert actor.user_id is not None  # noqa: S101  (whoever is asked is a person)
    proof = prove(actor.user_id, actor.username, typed, at="签发")
    with separate_unit_of_work() as own:
        own.get_one(UserSession, g.session_no).code_given_at = clock.now()
        label = f"签发前验证身份（{proof.word}）"
        audit.happened("account.code", label, actor=actor, session=own)


def require(actor: Principal) -> None:
    """CodeNeeded where one is due: what signs refuses without it, whatever the page forgot."""
    if due(actor):
        raise CodeNeeded


def _same_half(then: datetime | None, now: datetime) -> bool:
    if then is None:
        return False
    halves = [(clock.local(one).date(), clock.local(one).hour < 12) for one in (then, now)]
    return halves[0] == halves[1]
