"""签批领导: who signs on paper for a body, from its people or from the administrator's list."""

import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.signing.models import Leader
from supervision.agencies.models import Body
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound

OF_ALL = "leaders without accounts are settings of every body, kept by the system administrator"


def plain_name(name: str) -> str:
    """A name without its blanks and width: 周 某甲 is 周某甲."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def names_of(user_ids: Iterable[int]) -> set[str]:
    """The plain names of people, to be compared with somebody who has no account."""
    names = session.scalars(sa.select(User.name).where(User.id.in_(set(user_ids))))
    return {plain_name(name) for name in names}


def leaders_of(body_id: int) -> list[Leader]:
    """Those of the list who sign today."""
    return list(
        session.scalars(
            sa.select(Leader).where(Leader.body_id == body_id, Leader.active).order_by(Leader.id)
        )
    )


def everybodys(actor: Principal) -> list[tuple[Body, list[Leader]]]:
    """Each body with its list, for the administrator's page."""
    actor.require(Permission.KIND_EDIT)
    with seeing(EVERYTHING):
        bodies = session.scalars(sa.select(Body).order_by(Body.path)).all()
        listed = session.scalars(sa.select(Leader).order_by(Leader.id)).all()
    return [(body, [one for one in listed if one.body_id == body.id]) for body in bodies]


def add(body_id: int, *, name: str, post: str, actor: Principal) -> Leader:
    """Put a leader on the list; whoever has an account is chosen by it, never by a name."""
    actor.require(Permission.KIND_EDIT)
    _find_body(body_id)
    people = session.scalars(sa.select(User.name).where(User.body_id == body_id))
    if plain_name(name) in {plain_name(one) for one in people}:
        message = f"{name}在本机关有账号，登记签批时从人员中选择，不必列入"
        raise DomainError(message, field="name")
    with seeing(EVERYTHING), crossing(OF_ALL):
        leader = Leader(body_id=body_id, name=name, post=post, created_by_id=actor.user_id)
        session.add(leader)
        session.flush()
        record(leader, action="leader.add", label=f"列入签批领导：{name}", actor=actor)
    return leader


def switch(leader_id: int, *, actor: Principal) -> Leader:
    """Take a leader off the list, or put one back; papers that name them stay."""
    actor.require(Permission.KIND_EDIT)
    with seeing(EVERYTHING), crossing(OF_ALL):
        leader = session.get(Leader, leader_id)
        if leader is None:
            message = "名单中没有此人"
            raise NotFound(message)
        leader.active = not leader.active
        said = "恢复" if leader.active else "停用"
        record(leader, action="leader.switch", label=f"{said}签批领导：{leader.name}", actor=actor)
    return leader


def _find_body(body_id: int) -> Body:
    body = session.get(Body, body_id)
    if body is None:
        message = "没有这个监督机构"
        raise NotFound(message)
    return body
