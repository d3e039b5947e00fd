"""Whose figures: one body (本级) or a body with all below it (全市), as far as the asker may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.agencies.models import Body, Level
from supervision.core.db import session
from supervision.core.errors import NotFound


class Span(StrEnum):
    """口径: this body alone, or with every body below it."""

    OWN = "own"
    ALL = "all"


_WHOLE = {Level.PROVINCE: "全省", Level.CITY: "全市", Level.COUNTY: "全县（区）"}


@dataclass(frozen=True)
class Reach:
    """A body, the span asked for, the bodies that fall under it, and those that may be chosen."""

    body: Body
    span: Span
    body_ids: tuple[int, ...]
    offered: tuple[Body, ...]

    @property
    def label(self) -> str:
        """本级, or 全市 (全省, 全县（区）)."""
        return "本级" if self.span is Span.OWN else whole_word(self.body)

    @property
    def title(self) -> str:
        """The 口径 in full: 示例市司法局 · 本级."""
        return f"{self.body.name} · {self.label}"


def whole_word(body: Body) -> str:
    """How a body's whole territory is called."""
    return _WHOLE[body.level]


def below(home_id: int) -> list[Body]:
    """The body and every body under it, from the top down (a path holds digits and slashes only)."""
    home = aliased(Body)
    statement = sa.select(Body).join(home, Body.path.like(home.path + "%"))
    return list(session.scalars(statement.where(home.id == home_id).order_by(Body.path)))


def reach(home_id: int, *, body_id: int | None = None, span: Span = Span.OWN) -> Reach:
    """What someone of the body `home_id` looks at; NotFound for a body that is not under theirs."""
    offered = below(home_id)
    chosen = next((one for one in offered if one.id == (body_id or home_id)), None)
    if chosen is None:
        raise NotFound("没有这个机关")
    return reach_among(chosen, span, offered)


def reach_among(chosen: Body, span: Span, offered: Sequence[Body]) -> Reach:
    """One of the bodies that somebody may look at, with what falls under it."""
    return Reach(chosen, span, _ids(chosen, span, offered), tuple(offered))


def _ids(chosen: Body, span: Span, offered: Sequence[Body]) -> tuple[int, ...]:
    if span is Span.OWN:
        return (chosen.id,)
    return tuple(one.id for one in offered if one.path.startswith(chosen.path))


def named(words: str) -> Body:
    """The body of a name, short name, region or code; the top one when `words` is empty.

    Raises NotFound naming the bodies there are.
    """
    bodies = list(session.scalars(sa.select(Body).order_by(Body.path)))
    if not words and bodies:
        return bodies[0]
    for body in bodies:
        if words in (body.name, body.short_name, body.region, body.code, str(body.id)):
            return body
    raise NotFound(f"没有机关“{words}”，现有：{'、'.join(body.name for body in bodies) or '无'}")
