"""Asking a signed-in or half signed-in person for a code: the brake first, every failure on the trail.

Signing asks again where a person has a second factor: once in each half of a day and each browser, so that
a browser left open signs nothing (`Principal.owes_code`); many papers signed at once are one act.
"""

from dataclasses import replace

import sqlalchemy as sa
from flask import g, request

from supervision.accounts import braking, device_sessions, factors, passwords, signin
from supervision.accounts.factors import ClocksDiffer, Proof
from supervision.accounts.models import User, UserSession
from supervision.core import audit, clock
from supervision.core.access.principal import Principal, become
from supervision.core.db import read_phase, separate_unit_of_work, session
from supervision.core.errors import DomainError


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
    except DomainError as refusal:
        if isinstance(refusal, ClocksDiffer):
            with separate_unit_of_work() as own:
                factors.refuse_later(own, user_id, refusal.step)
        signin.tell("account.refused", f"{at}时验证码不对", username, known=True)
        raise
    return proof


def prove_password(actor: Principal, typed: str) -> None:
    """It is really they who sit here, or DomainError; call it before anything is read or written."""
    address, device = request.remote_addr or "", device_sessions.present()
    braking.attempt(actor.username, device=device, address=address)
    with read_phase():
        held = session.scalar(sa.select(User.password_hash).where(User.id == actor.user_id))
        right = passwords.matches(held, typed)
    if not right:
        message = "口令不对"
        raise DomainError(message, field="password")
    braking.forgive(actor.username, machine=device.machine(address))


def give(actor: Principal, typed: str) -> None:
    """Take the code that signing asks for; call it before anything is read or written."""
    assert actor.user_id is not None  # noqa: S101  (whoever is asked is a person)
    proof = prove(actor.user_id, actor.username, typed, at="签发")
    with separate_unit_of_work() as own:
        own.get_one(UserSession, g.session_no).code_given_at = clock.now()
        label = f"签发前验证身份（{proof.word}）"
        audit.happened("account.code", label, actor=actor, session=own)
    become(replace(actor, owes_code=False))
