"""The tree of supervising bodies: a lower body is added, particulars are corrected."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.agencies.models import Body, Level
from supervision.agencies.service import found_body
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.facts import Facts

_ORDER = list(Level)
CODE = re.compile(r"[\u4e00-\u9fff]{1,10}")


@dataclass(frozen=True)
class BodyFacts(Facts[Body]):
    """What is recorded of a supervising body."""

    name: str
    short_name: str
    region: str
    code: str
    address: str = ""
    telephone: str = ""


def tree() -> list[Body]:
    """All bodies, each after the body above it."""
    bodies = list(session.scalars(sa.select(Body)))
    names = {str(body.id): body.id for body in bodies}
    return sorted(
        bodies, key=lambda body: [names[part] for part in body.path.strip("/").split("/")]
    )


def add_body(facts: BodyFacts, *, parent: Body, level: Level, actor: Principal) -> Body:
    """Set up a body below `parent`, with dictionaries of its own."""
    actor.require(Permission.SETTINGS_EDIT)
    if _ORDER.index(level) <= _ORDER.index(parent.level):
        message = f"{parent.name}是{parent.level.label}级，下级机关的层级应低于它"
        raise DomainError(message, field="level")
    _check(facts, None)
    body = found_body(
        name=facts.name,
        short_name=facts.short_name or facts.name,
        region=facts.region,
        code=facts.code,
        level=level,
        parent=parent,
    )
    body.address, body.telephone = facts.address, facts.telephone
    body.created_by_id = actor.user_id
    session.flush()
    return body


def amend_body(body: Body, facts: BodyFacts, *, actor: Principal) -> None:
    """Correct particulars; papers already signed keep the name and code they were signed with."""
    actor.require(Permission.SETTINGS_EDIT)
    _check(facts, body.id)
    facts.into(body, short_name=facts.short_name or facts.name)
    session.flush()


def _check(facts: BodyFacts, body_id: int | None) -> None:
    if not CODE.fullmatch(facts.code):
        message = "机关代字为1至10个汉字，不含年份和序号，例：示司"
        raise DomainError(message, field="code")
    for column, value, word in ((Body.name, facts.name, "名称"), (Body.code, facts.code, "代字")):
        twin = session.scalar(sa.select(Body).where(column == value, Body.id != (body_id or 0)))
        if twin is not None:
            message = f"{word}“{value}”已由{twin.name}使用"
            raise DomainError(message, field=column.key)
