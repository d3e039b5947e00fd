"""A bureau, its people, a supervised unit: what nearly every test begins with."""

from datetime import UTC, datetime
from functools import cache

import pyotp
import sqlalchemy as sa

from supervision.accounts import factors, passwords
from supervision.accounts import service as accounts
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.service import UserFacts
from supervision.agencies.models import Body, Level, Unit
from supervision.agencies.service import UnitFacts, add_unit, found_body
from supervision.core.access import Principal, Role
from supervision.core.access.policy import ADMIN_ROLES, UNIT_ROLES
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.instruments.kinds import registry as kinds

PASSWORD = "Shili-2023-kouling"


@cache
def password_hash() -> str:
    """One hash for all test accounts."""
    return passwords.hash_password(PASSWORD)


def body(region: str = "示例市", *, level: Level = Level.CITY, parent: Body | None = None) -> Body:
    """A supervising body with its dictionaries, the bases of its kinds filled in."""
    founded = found_body(
        name=f"{region}司法局",
        short_name=f"{region}司法局",
        region=region,
        code=f"{region[0]}司" if level is Level.CITY else f"{region[:2]}司",
        level=level,
        parent=parent,
    )
    _fill_bases(founded)
    return founded


def _fill_bases(founded: Body) -> None:
    """What decisions and notices may not do without: a basis; of the first also to whom one objects."""
    with crossing("a body without people yet"):
        kind = kinds.in_force(founded.id, "decision")
        if kind is not None:
            kind.legal_basis = kind.objection_basis = "《示例条例》有关规定"
            kind.objection_to = "示例市人民政府"
        for code in ("review_decision", "rectification_notice", "interview_notice"):
            if (based := kinds.in_force(founded.id, code)) is not None:
                based.legal_basis = "《示例条例》有关规定"
        session.flush()


def user(
    username: str, *roles: Role, body: Body | None = None, unit: Unit | None = None, name: str = ""
) -> User:
    """An account with PASSWORD; `body` or `unit` as its roles ask."""
    held = frozenset(roles)
    facts = UserFacts(
        username=username,
        name=name or f"示例{username}",
        roles=held,
        body=None if held & (ADMIN_ROLES | UNIT_ROLES) else body,
        unit=unit,
    )
    return accounts.seed(facts, password_hash=password_hash())


def actor(
    username: str, *roles: Role, body: Body | None = None, unit: Unit | None = None
) -> Principal:
    """The principal of a new account."""
    return principal_of(user(username, *roles, body=body, unit=unit))


def unit(name: str = "示例市甲局", *, by: Principal) -> Unit:
    """A supervised unit of the actor's body."""
    return add_unit(UnitFacts(name=name, short_name=name), actor=by)


def principal(username: str) -> Principal:
    """The principal of an account made before."""
    return principal_of(session.scalars(sa.select(User).where(User.username == username)).one())


def second_factor(person: Principal) -> pyotp.TOTP:
    """The authenticator somebody set up just now; the code of this moment is spent."""
    held = session.get_one(User, person.user_id)
    offer = factors.offer(held)
    secret = pyotp.TOTP(offer.secret)
    factors.set_up(held, sealed=offer.sealed, typed=secret.at(datetime.now(UTC)), actor=person)
    return secret
