"""Deputies: who stands in for whom, from which day to which; a leader's deputy signs, a clerk's replies."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from supervision.accounts.models import Deputy, User
from supervision.core import audit, clock
from supervision.core.access.policy import ADMIN_ROLES, Role, separation_breach
from supervision.core.access.principal import Principal
from supervision.core.db import Query, session
from supervision.core.errors import DomainError, Forbidden
from supervision.core.prepared import ask


def lent_to(user: User) -> tuple[tuple[Role, str], ...]:
    """Roles that `user` holds today only as a deputy, and of whom; never passed on to a third.

    What may not be held together is not lent either: a deputy who has since become an
    administrator holds no business role; nor does anybody stand in for an account switched off.
    """
    lent = {
        role: person.name
        for person in _absent(user)
        for role in person.roles - user.roles - ADMIN_ROLES
        if separation_breach(user.roles | {role}) is None
    }
    return tuple(lent.items())


def covered_by(user: User) -> tuple[tuple[int, str], ...]:
    """Whose matters `user` handles today, and their names."""
    return tuple((person.id, person.name) for person in _absent(user))


def _absent(user: User) -> list[User]:
    """People in office, of the same body or unit, for whom `user` stands in today."""
    today, home = clock.today(), (user.body_id, user.unit_id)
    return [
        row.person
        for row in user.standing_in
        if row.person.active
        and row.from_on <= today <= row.until_on
        and (row.person.body_id, row.person.unit_id) == home
    ]


def absent_for(user: User) -> tuple[int, ...]:
    """Whose deputy `user` is today, by identity."""
    today = clock.today()
    days = (row for row in user.standing_in if row.from_on <= today <= row.until_on)
    return tuple(sorted({row.person_id for row in days}))


def standing_in_for(person_ids: Iterable[int]) -> set[int]:
    """Who is told today what these people would be told: their deputies who are in office."""
    today = clock.today()
    parts = (
        Deputy.person_id.in_(sorted(person_ids)),
        Deputy.from_on <= today,
        Deputy.until_on >= today,
    )

    def statement() -> Query:
        person = aliased(User)
        rows = sa.select(Deputy.deputy_id).join(User, User.id == Deputy.deputy_id)
        rows = rows.join(person, person.id == Deputy.person_id)
        return rows.where(User.active, *same_home(person), *parts)

    return {key for (key,) in ask("deputies of today", parts, statement).rows}


def same_home(person: type[User]) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether whoever stands in is of the body and unit of the person still, asked of the store."""
    return (
        User.body_id.is_not_distinct_from(person.body_id),
        User.unit_id.is_not_distinct_from(person.unit_id),
    )


def absences(person_id: int) -> list[Deputy]:
    """Absences of a person, the latest first."""
    statement = sa.select(Deputy).where(Deputy.person_id == person_id)
    loading = joinedload(Deputy.deputy)
    return list(session.scalars(statement.options(loading).order_by(Deputy.from_on.desc())))


def colleagues(person: User) -> list[User]:
    """Who may stand in: active people of the same body or unit."""
    statement = sa.select(User).where(
        User.active,
        User.id != person.id,
        User.body_id == person.body_id,
        User.unit_id == person.unit_id if person.unit_id else User.unit_id.is_(None),
    )
    if person.body_id is None and person.unit_id is None:
        return []
    loaded = statement.options(joinedload(User.role_rows)).order_by(User.initials, User.id)
    people = session.scalars(loaded).unique()
    return [one for one in people if not one.roles & ADMIN_ROLES and one.roles != {Role.OBSERVER}]


def appoint(
    person: User, deputy: User, *, from_on: date, until_on: date, reason: str = "", actor: Principal
) -> Deputy:
    """A person names their own deputy for some days."""
    if actor.user_id != person.id:
        message = "只能为自己指定代理人"
        raise Forbidden(message)
    if deputy.id not in {one.id for one in colleagues(person)}:
        message = "代理人须是同一单位的在用账号"
        raise DomainError(message, field="deputy_id")
    if until_on < max(from_on, clock.today()):
        message = "代理止日不得早于起日和今天"
        raise DomainError(message, field="until_on")
    overlapping = [
        one for one in absences(person.id) if one.from_on <= until_on and from_on <= one.until_on
    ]
    if overlapping:
        message = f"这几天已由{overlapping[0].deputy.name}代理，请先结束"
        raise DomainError(message, field="from_on")
    away = [
        one for one in absences(deputy.id) if one.from_on <= until_on and from_on <= one.until_on
    ]
    if away:
        days = f"{clock.chinese_date(away[-1].from_on)}至{clock.chinese_date(away[-1].until_on)}"
        message = f"{deputy.name}自己{days}外出，请另选代理人"
        raise DomainError(message, field="deputy_id")
    row = Deputy(
        person=person, deputy=deputy, from_on=from_on, until_on=until_on, reason=reason,
        created_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.expire(deputy, ["standing_in"])
    days = f"{clock.chinese_date(from_on)}至{clock.chinese_date(until_on)}"
    audit.record(row, action="deputy.appoint", label=f"由{deputy.name}代理（{days}）", actor=actor)
    return row


def left_alone(person: User, *, from_on: date, until_on: date) -> list[str]:
    """For whom somebody stands in on these days, who would be without a deputy while that person is away."""
    rows = (
        one for one in person.standing_in if one.from_on <= until_on and from_on <= one.until_on
    )
    return sorted({one.person.name for one in rows if one.until_on >= clock.today()})


def end(row: Deputy, *, actor: Principal) -> None:
    """The person is back: the deputy's rights end with yesterday; a future absence is dropped."""
    if actor.user_id != row.person_id:
        message = "只能结束自己的代理"
        raise Forbidden(message)
    audit.record(row, action="deputy.end", label=f"结束{row.deputy.name}的代理", actor=actor)
    yesterday = date.fromordinal(clock.today().toordinal() - 1)
    if row.from_on > yesterday:
        session.delete(row)
    else:
        row.until_on = yesterday
    session.flush()
