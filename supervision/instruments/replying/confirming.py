"""Who of the unit confirms a reply: somebody whose hand is not in it, as the head or as the head's deputy."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts.models import Deputy, User, UserRole
from supervision.agencies import succession
from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.db import Expression, session
from supervision.core.duedates import this_day
from supervision.instruments.models import Instrument

Criterion = sa.ColumnElement[bool]
OWN = "此次反馈是您答复或者提交的，须由本单位另一人确认"
NOBODY = (
    f"{OWN}；现在没有这样的人，请单位负责人指定代理人，或者联系安全管理员再开通一名单位负责人的账号，"
    "也可以加盖公章的来文反馈"
)


def signed_into(paper: Instrument, actor: Principal) -> None:
    """Whoever answered or handed it over does not confirm it."""
    if actor.user_id is not None and actor.user_id not in paper.reply_by_ids:
        paper.reply_by_ids = [*paper.reply_by_ids, actor.user_id]


def hands(paper: Instrument) -> set[int]:
    """Whose hand is in the reply that is being written, by identity."""
    return set(paper.reply_by_ids)


def why_not(paper: Instrument, actor: Principal) -> str | None:
    """The sentence that says why this person does not confirm the reply and who does; None where they may."""
    if actor.user_id not in paper.reply_by_ids or is_alone(actor):
        return None
    named = _named(paper)
    return f"{OWN}：{'、'.join(named)}" if named else NOBODY


def is_alone(actor: Principal) -> bool:
    """The head by own right whose account is the only one of the unit: there is no second person to confirm."""
    if not _heads(actor):
        return False
    found = sa.select(User.id).where(_colleague(actor)).limit(1)
    return session.scalar(found) is None


def not_by(me: Principal) -> Criterion:
    """The same, asked of the store: replies that this person may confirm."""
    apart: Criterion = ~_hand(sa.literal(me.user_id))
    return sa.or_(apart, ~sa.exists().where(_colleague(me))) if _heads(me) else apart


def waits_for_nobody(me: Principal) -> Criterion:
    """Nobody of this person's unit may confirm it: neither a head nor who stands in for one today."""
    free = sa.exists().where(_may_confirm(me.unit_id, this_day()), ~_hand(User.id))
    return sa.and_(~free.correlate(Instrument), ~not_by(me) if _heads(me) else sa.true())


def _heads(me: Principal) -> bool:
    own = Role.UNIT_HEAD in me.roles and me.stands_in_for(Role.UNIT_HEAD) is None
    return own and me.unit_id is not None


def _colleague(me: Principal) -> Criterion:
    return sa.and_(User.unit_id == me.unit_id, User.active, User.id != me.user_id)


def _hand(key: Expression) -> Criterion:
    """In words of JSON, 3 of [1, 3]."""
    listed = sa.cast(Instrument.reply_by_ids, sa.String)
    fenced = sa.func.replace(sa.func.replace(sa.func.replace(listed, " ", ""), "[", ","), "]", ",")
    return fenced.contains(sa.literal(",") + sa.cast(key, sa.String) + ",")


def _may_confirm(unit_id: int | None, today: object) -> Criterion:
    """Active people of the unit who are its head, or stand in for an active one."""
    person = aliased(User)
    headed = sa.exists().where(UserRole.user_id == User.id, UserRole.role == Role.UNIT_HEAD)
    lent = sa.exists().where(
        Deputy.deputy_id == User.id, Deputy.from_on <= today, Deputy.until_on >= today,
        person.id == Deputy.person_id, person.active, person.unit_id == unit_id,
        UserRole.user_id == person.id, UserRole.role == Role.UNIT_HEAD,
    )  # fmt: skip
    either = sa.or_(headed.correlate(User), lent.correlate(User))
    return sa.and_(User.active, User.unit_id == unit_id, either)


def _named(paper: Instrument) -> list[str]:
    """Who may confirm it now: heads first, then who stands in for them."""
    holder = succession.holder(paper.unit)
    if holder is None:
        return []
    found = sa.select(User).where(_may_confirm(holder.id, clock.today())).order_by(User.id)
    free = [one for one in session.scalars(found) if one.id not in paper.reply_by_ids]
    return [*_called(free, head=True), *_called(free, head=False)]


def _called(people: Iterable[User], *, head: bool) -> list[str]:
    word = Role.UNIT_HEAD.label if head else "代理人"
    return [f"{word}{one.name}" for one in people if (Role.UNIT_HEAD in one.roles) is head]
